import { type Misses, watch, withoutFlags } from '../../watch.ts';
import { FLAGS_UNREACHABLE, metricLine } from '../metric.ts';
import { roundsOfAMinute } from '../rounds.ts';
import { stage } from '../stage.ts';

/** Kept from one minute to the next while the function stays warm; a minute alone has enough rounds to tell a Region is down. */
const misses: Misses = new Map();

/** Each minute: looks at the flags, and probes every Region from the control Region, every 10 s. */
export async function handler(_event: unknown, _context: unknown): Promise<void> {
  const on = stage();
  const applications = await withoutFlags(on);
  if (applications.length > 0) metricLine(FLAGS_UNREACHABLE, applications.length, on.now(), { applications });
  await roundsOfAMinute(on, on.pace.watch, async () => {
    await watch(on, misses);
    return true;
  });
}
