import { parseArgs } from 'node:util';
import { breaches } from './breaches.ts';
import { labGround } from './lab-ground.ts';
import { memoryGround } from './memory-ground.ts';
import { CASES, type Case, type Outcome, playCase } from './play.ts';

/*
 * Plays every case, or those of some plans, rows and disturbances, on the in-memory world or with --lab on the lab, and prints how each
 * ends: one line each. Fails when one ends as none may.
 */
const { values } = parseArgs({
  options: {
    lab: { type: 'boolean', default: false },
    plan: { type: 'string', multiple: true },
    row: { type: 'string', multiple: true },
    disturbance: { type: 'string', multiple: true },
  },
});
const isWanted = (wanted: readonly string[] | undefined, is: string): boolean => wanted === undefined || wanted.includes(is);
const cases = CASES.filter(
  ({ plan, row, disturbance }) =>
    isWanted(values.plan, plan) && isWanted(values.row, row) && isWanted(values.disturbance, disturbance),
);
const since = Date.now();
let bad = 0;
for (const which of cases) {
  const at = Date.now();
  const [says, broken] = await playCase(which, values.lab ? labGround : memoryGround).then(
    (outcome) => [told(outcome), breaches(which, outcome)] as const,
    (error: unknown) => ['not played to its end', [String(error)]] as const,
  );
  if (broken.length > 0) bad += 1;
  const took = values.lab ? ` (${((Date.now() - at) / 1_000).toFixed(1)} s)` : '';
  console.log(`${named(which)}: ${says}${took}`);
  for (const breach of broken) console.log(`    NOT AS IT MUST BE: ${breach}`);
}
const seconds = Math.round((Date.now() - since) / 1_000);
console.log(`\n${cases.length} cases in ${seconds} s, of which ${bad} ended as none may`);
// What a crash left of a platform in this process is of no use any more.
process.exit(bad > 0 || cases.length === 0 ? 1 : 0);

function named({ plan, row, disturbance }: Case): string {
  return `${plan}, ${row} ${disturbance}`;
}

function told({ view, choices, missing, writable }: Outcome): string {
  const asked = choices.length === 0 ? '' : `; people: ${choices.join(', ')}`;
  const past = view.pointOfNoReturnAt === null ? '' : ', past the point of no return';
  const lost = missing === 0 || view.pointOfNoReturnAt === null ? '' : `; ${missing} acknowledged writes are missing`;
  return `${view.closed?.result}${past}, writer ${writable.join(' and ') || 'none'}${lost}${asked}`;
}
