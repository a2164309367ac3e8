import type { VigilNews } from '../../domain/vigil.ts';
import { eachOnItsOwn } from '../../each.ts';
import type { Stage } from '../../stage.ts';
import { type Misses, vigils, watch, withoutFlags } from '../../watch.ts';
import { AGENTS_ASLEEP, FLAGS_UNREACHABLE, metricLine, SELF_FENCED } from '../metric.ts';
import { roundsOfAMinute } from '../rounds.ts';
import { stage } from '../stage.ts';

/** Kept from one minute to the next while the function stays warm; a minute alone has enough rounds to tell a Region is down. */
const misses: Misses = new Map();

const METRICS: Readonly<Record<VigilNews['kind'], string>> = { asleep: AGENTS_ASLEEP, 'fenced-itself': SELF_FENCED };

/** Each minute: looks at the flags and at what the Regions' agents do by themselves, and probes every Region from the control Region, every 10 s. */
export const handler = (_event: unknown, _context: unknown): Promise<void> =>
  eachOnItsOwn([tellFlags, tellVigils, probe], (work) => work(stage()));

async function tellFlags(on: Stage): Promise<void> {
  const applications = await withoutFlags(on);
  if (applications.length > 0) metricLine(FLAGS_UNREACHABLE, applications.length, on.now(), { applications });
}

async function tellVigils(on: Stage): Promise<void> {
  for (const { kind, says } of await vigils(on)) metricLine(METRICS[kind], 1, on.now(), { says });
}

/** A round that breaks is told once the others are made. */
async function probe(on: Stage): Promise<void> {
  const broken: unknown[] = [];
  await roundsOfAMinute(on, on.pace.watch, async () => {
    await watch(on, misses).catch((error: unknown) => broken.push(error));
    return true;
  });
  if (broken.length > 0) throw broken[0];
}
