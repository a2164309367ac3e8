import { directionOf } from '../direction.ts';
import { Refused } from '../domain/errors.ts';
import type { Run } from '../domain/run.ts';
import { configHash } from '../hash.ts';
import { mayRequest } from '../people.ts';
import type { Recovery } from '../recovery.ts';
import { applicationOf, type Stage } from '../stage.ts';

/** The longest reason that is kept, in characters; Slack's plain text takes 3,000. */
export const REASON_LIMIT = 1_000;

/** Takes the claim, writes the run, starts its state machine. What fails on the way releases the claim. */
export const begin =
  (stage: Stage): Recovery['begin'] =>
  async (request) => {
    const { records, config, workflow, directory } = stage;
    const application = applicationOf(config, request.application);
    const reason = checkReason(request.reason);
    await mayRequest(application, request.by, directory);
    const move = await directionOf(config, application, stage.worldOf(application), records);
    const claim = await records.claims.take(application.id, stage.now());
    const run: Run = {
      id: claim.run,
      application: application.id,
      plan: request.plan,
      epoch: claim.epoch,
      ...move,
      requestedBy: request.by,
      reason,
      requestedAt: stage.now(),
      result: null,
      closedAt: null,
    };
    try {
      await write(stage, run);
    } catch (error) {
      await records.claims.release({ application: application.id, run: run.id, epoch: run.epoch });
      throw error;
    }
    await workflow.start(run);
    return run;
  };

/** The journal's first entry before the run itself: an open run always has one. */
async function write({ records, config }: Stage, run: Run): Promise<void> {
  await records.journal.append(run.id, run.requestedAt, { kind: 'requested', run, config: configHash(config) });
  await records.journal.begin(run);
}

function checkReason(reason: string): string {
  const trimmed = reason.trim();
  if (trimmed.length > REASON_LIMIT)
    throw new Refused(`The reason has ${trimmed.length} characters; ${REASON_LIMIT} are kept. Shorten it.`);
  return trimmed;
}
