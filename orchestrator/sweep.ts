import { closeRun } from './close.ts';
import type { Application } from './config.ts';
import { deliver } from './deliver.ts';
import type { Run } from './domain/run.ts';
import { cancelOpen, chronicle } from './questions.ts';
import { applicationOf, type Stage } from './stage.ts';

/** How long a claim may stand without a run behind it before it counts as left by a crash, ms. */
const ORPHAN_MS = 10_000;

/** One round over everything that a lost event or a crash may have left undone; safe to repeat, safe to run twice at once. */
export async function sweep(stage: Stage): Promise<void> {
  for (const id of Object.keys(stage.config.applications)) await mendClaim(stage, applicationOf(stage.config, id));
  for (const run of await stage.records.journal.open()) {
    await expire(stage, run);
    await deliver(stage, run.id);
    await revive(stage, run);
  }
}

/** A crash between taking the claim and starting the run: the run is begun after all, or the claim is released. */
async function mendClaim({ records, workflow, now }: Stage, application: Application): Promise<void> {
  const claim = await records.claims.look(application.id);
  if (claim.run === null || (await records.journal.run(claim.run)) !== null) return;
  const [first] = await records.journal.read(claim.run);
  if (first?.kind === 'requested') {
    await records.journal.begin(first.run);
    await workflow.start(first.run);
  } else if (claim.takenAt !== null && now() - claim.takenAt > ORPHAN_MS) {
    await records.claims.release({ application: application.id, run: claim.run, epoch: claim.epoch });
  }
}

/** What nobody can or need answer any more gets its outcome. */
async function expire({ records, now }: Stage, run: Run): Promise<void> {
  const isLate = (expiresAt: number | null): boolean => expiresAt !== null && now() >= expiresAt;
  const claim = await records.claims.look(run.application);
  if (claim.run === run.id && claim.stop !== null) await cancelOpen(records, run.id, now());
  const late = (await records.questions.of(run.id)).filter(({ outcome, expiresAt }) => outcome === null && isLate(expiresAt));
  for (const { id } of late) await chronicle(records, await records.questions.settle(run.id, id, 'expired', now()), now());
}

/** An open run whose execution never started is started; one whose execution is over is closed. */
async function revive(stage: Stage, run: Run): Promise<void> {
  const state = await stage.workflow.state(run);
  if (state === 'absent') await stage.workflow.start(run);
  if (state === 'ended') await closeRun(stage, run.id);
}
