import { onTestFinished } from 'vitest';
import { until } from '../../lab/headless/until.ts';
import { type Lab, type LabOptions, startLab } from '../../lab/lab.ts';
import { PATIENCE_MS } from './round-trip.ts';

/** A machine that is busy with other things only takes longer: time decides nothing here. */
export const TEST_MS = 240_000;

/** A lab whose users have written for a while; it ends with the test. */
export async function busyLab(options: LabOptions = {}): Promise<Lab> {
  const lab = await startLab({ signals: false, ...options });
  onTestFinished(() => lab.stop());
  for (const { users } of lab.worlds) {
    await until('Writes', PATIENCE_MS, async () => (users.acknowledged() > 200 ? true : null));
  }
  return lab;
}
