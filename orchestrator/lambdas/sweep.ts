import { deliver } from '../deliver.ts';
import { holderOf, standingOf } from '../domain/claim-rules.ts';
import type { RecoverySet } from '../domain/recovery-set.ts';
import type { Claim, Run } from '../domain/run.ts';
import { sweepDrills } from '../drill-sweep.ts';
import { eachOnItsOwn, inTurn } from '../each.ts';
import { askForWayHome } from '../game-day.ts';
import { giveWay } from '../precedence.ts';
import { cancelOpen, conclude } from '../questions.ts';
import { convene } from '../sets/convene.ts';
import { tend } from '../sets/tend.ts';
import type { Stage } from '../stage.ts';
import { finalize } from './finalize.ts';

/** How long a claim may stand without a run behind it before it counts as left by a crash, ms. */
const ORPHAN_MS = 10_000;

/** Hears what was mended, and of which run. */
export type Tell = (message: string, fields: { readonly run: string; readonly application: string }) => void;

/**
 * One round over everything that a lost event or a crash may have left undone; safe to repeat, safe to run twice at once. `tell` hears
 * of what an event should have done.
 */
export async function sweep(stage: Stage, tell: Tell = () => {}): Promise<void> {
  const { config, records } = stage;
  const applications = Object.keys(config.applications);
  await inTurn([
    () => eachOnItsOwn(applications, (id) => mendClaims(stage, id, tell)),
    async () => eachOnItsOwn(await records.journal.open(), (run) => mendRun(stage, run, tell)),
    async () => eachOnItsOwn(await records.sets.open(), (set) => mendSet(stage, set)),
    () => eachOnItsOwn(applications, (id) => sweepDrills(stage, id)),
    () => eachOnItsOwn(applications, (id) => askForWayHome(stage, id)),
  ]);
}

async function mendClaims(stage: Stage, application: string, tell: Tell): Promise<void> {
  const claim = await stage.records.claims.look(application);
  await mendClaim(stage, application, claim, tell);
  if (claim.next !== null) await mendClaim(stage, application, claim.next, tell);
}

async function mendRun(stage: Stage, run: Run, tell: Tell): Promise<void> {
  await settleQuestions(stage, run);
  await deliver(stage, run.id);
  await revive(stage, run, tell);
}

async function mendSet(stage: Stage, set: RecoverySet): Promise<void> {
  await convene(stage, set);
  await tend(stage, set.id);
}

/** A crash between taking the claim and starting the run: the run is begun after all, or the claim is released. */
async function mendClaim(
  { records, workflow, now }: Stage,
  application: string,
  claim: Pick<Claim, 'run' | 'epoch' | 'takenAt'>,
  tell: Tell,
): Promise<void> {
  if (claim.run === null || (await records.journal.run(claim.run)) !== null) return;
  const [first] = await records.journal.read(claim.run);
  if (first?.kind === 'requested') {
    await records.journal.begin(first.run);
    await workflow.start(first.run);
    tell('A run that a crash cut short was begun.', { run: claim.run, application });
  } else if (claim.takenAt !== null && now() - claim.takenAt > ORPHAN_MS) {
    await records.claims.release({ application, run: claim.run, epoch: claim.epoch });
    tell('A claim that nobody held was released.', { run: claim.run, application });
  }
}

/** What was voted or has expired gets its outcome; what a stopped run need not ask any more is cancelled. */
async function settleQuestions(stage: Stage, run: Run): Promise<void> {
  const { records, now } = stage;
  const claim = await records.claims.look(run.application);
  for (const question of await records.questions.of(run.id)) await conclude(records, run, question, now());
  const stop = standingOf(claim, holderOf(run))?.stop ?? null;
  if (stop !== null) await cancelOpen(records, run.id, now());
  if (claim.run !== null && claim.epoch > run.epoch) await giveWay(records, run, claim.run, now());
}

/** An open run whose execution never started is started; one whose execution is over is ended. */
async function revive(stage: Stage, run: Run, tell: Tell): Promise<void> {
  const state = await stage.workflow.state(run);
  if (state === 'absent') await stage.workflow.start(run);
  if (state === 'ended') await finalize(stage, run.id);
  if (state !== 'running') tell(SAYS[state], { run: run.id, application: run.application });
}

const SAYS = {
  absent: 'A run that never started was started.',
  ended: 'A run whose execution is over was closed.',
} as const;
