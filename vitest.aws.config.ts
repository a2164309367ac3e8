import { defineConfig } from 'vitest/config';

/** The control plane on AWS implementations we did not write: `npm run test:aws`. */
export default defineConfig({
  test: {
    include: ['test/aws/**/*.proof.ts'],
    testTimeout: 180_000,
    hookTimeout: 600_000,
    maxWorkers: 1,
  },
});
