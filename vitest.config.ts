import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/longest-first.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Worlds of real processes share two cores: a file at a time beside the quick ones.
    maxWorkers: 2,
    // Files of a worker share what is loaded: loading the AWS SDK and the CDK for each of them takes more than half of the time.
    isolate: false,
    sequence: { sequencer: LongestFirst },
  },
});
