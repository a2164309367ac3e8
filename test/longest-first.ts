import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that start worlds of real processes, longest first: begun late, one of them keeps everybody waiting at the end. */
const LONGEST = [
  'test/lab/contracts.test.ts',
  'test/scenarios/lab.test.ts',
  'test/scenarios/lab-drill.test.ts',
  'test/scenarios/lab-switchover.test.ts',
  'test/scenarios/lab-set.test.ts',
  'test/matrix/matrix.test.ts',
  'test/workflow/runbook.test.ts',
  'test/page/whole-job.test.ts',
  'test/lab/switches.test.ts',
  'test/lab/clean-up.test.ts',
];

/** Begins with what takes longest, on machines too that have never run it; the rest in vitest's own order. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const index = LONGEST.findIndex((file) => moduleId.endsWith(file));
      return index < 0 ? LONGEST.length : index;
    };
    return (await super.sort(files)).toSorted((one, other) => place(one) - place(other));
  }
}
