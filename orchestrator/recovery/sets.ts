import { Refused } from '../domain/errors.ts';
import { type Member, membersOf } from '../domain/recovery-set.ts';
import type { Person } from '../domain/run.ts';
import type { SetView } from '../domain/set-view.ts';
import { mayRequest, maySteer, mayVote } from '../people.ts';
import { approvalId, settleByVotes } from '../questions.ts';
import type { SetRecovery } from '../recovery.ts';
import { convene, recordRequest } from '../sets/convene.ts';
import { follow } from '../sets/follow.ts';
import { openSet } from '../sets/open-set.ts';
import { tendSoon } from '../sets/tend.ts';
import { applicationOf, type Stage } from '../stage.ts';
import { journalingDenials } from './denials.ts';
import { checkReason } from './reason.ts';

/**
 * How long whoever asked waits for the members at most, ms: a person at Slack has 3 s altogether. What is not done by then may still
 * be, and otherwise the sweeper does it.
 */
const SOON_MS = 1_000;

/** The use cases of sets on a stage. */
export function setsOn(stage: Stage): SetRecovery {
  const view = (id: string) => openSet(stage, id);
  return {
    view,
    open: async () => Promise.all((await stage.records.sets.open()).map(({ id }) => view(id))),
    begin: begin(stage),
    vote: vote(stage),
    abort: abort(stage),
  };
}

const begin =
  (stage: Stage): SetRecovery['begin'] =>
  async ({ applications, plan, reason, overrides = false, by }) => {
    const { config, records, directory } = stage;
    const ids = [...new Set(applications)];
    if (ids.length < 2) throw new Refused('A set is of several applications: name at least two.');
    const found = ids.map((id) => applicationOf(config, id));
    for (const application of found) await mayRequest(application, by, directory);
    const members = membersOf(found.map(({ id, after }): Member => ({ application: id, after })));
    const asked = { plan, members, requestedBy: by, reason: checkReason(reason), requestedAt: stage.now(), overrides };
    const set = await records.sets.begin(asked);
    await recordRequest(stage, set);
    await soon(stage, set.id, () => convene(stage, set));
    return openSet(stage, set.id);
  };

const vote =
  (stage: Stage): SetRecovery['vote'] =>
  async ({ set: id, hash, verdict, confirmation, by }) => {
    const { records, directory, config } = stage;
    const view = await underWay(stage, id);
    if (view.planned === null || view.question === null) {
      throw new Refused(`${id} is still being looked at; it can be decided in a moment.`);
    }
    const applications = view.planned.members.map(({ application }) => applicationOf(config, application));
    await journalingDenials(stage, id, by, async () => {
      for (const application of applications) await mayVote(application, view.set, by, directory);
    });
    if (verdict === 'approve' && confirmation?.trim() !== id) throw new Refused(`To approve, type the id of the set: ${id}.`);
    const voted = await records.questions.vote(id, approvalId(1), hash, { by, verdict, at: stage.now() });
    await settleByVotes(records, voted, stage.now());
    await soon(stage, id, () => follow(stage, id));
    return openSet(stage, id);
  };

const abort =
  (stage: Stage): SetRecovery['abort'] =>
  async ({ set: id, by }) => {
    const { set, members } = await underWay(stage, id);
    await journalingDenials(stage, id, by, () => maySteerAll(stage, set.id, members, by));
    await stage.records.journal.append(id, stage.now(), { kind: 'abort', by }, (entries) =>
      entries.some(({ kind }) => kind === 'abort'),
    );
    await soon(stage, id, () => follow(stage, id));
    return openSet(stage, id);
  };

async function maySteerAll({ config, directory }: Stage, id: string, members: SetView['members'], by: Person): Promise<void> {
  for (const { application } of members) await maySteer(applicationOf(config, application), { id }, by, directory);
}

async function underWay(stage: Stage, id: string): Promise<SetView> {
  const view = await openSet(stage, id);
  if (view.closed !== null) throw new Refused(`${id} is over: ${view.closed.says}`);
  return view;
}

/** Does what follows from a decision while the person waits, but not for longer than they would. */
const soon = (stage: Stage, id: string, work: () => Promise<void>): Promise<void> =>
  Promise.race([tendSoon(stage, id, work), stage.sleep(SOON_MS)]);
