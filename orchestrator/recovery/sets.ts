import type { Application } from '../config.ts';
import { whyLocked } from '../domain/claim-rules.ts';
import { Refused } from '../domain/errors.ts';
import { approvalId } from '../domain/question.ts';
import { type Member, membersOf, type PlannedMember } from '../domain/recovery-set.ts';
import type { Person } from '../domain/run.ts';
import type { SetView } from '../domain/set-view.ts';
import { mayRequest, maySteer, mayVote } from '../people.ts';
import { settleByVotes } from '../questions.ts';
import type { SetRecovery } from '../recovery.ts';
import { leaveOut } from '../sets/block.ts';
import { convene, recordRequest } from '../sets/convene.ts';
import { follow } from '../sets/follow.ts';
import { openSet } from '../sets/open-set.ts';
import { changesOf, compareMembers, reviseSet } from '../sets/revise.ts';
import { tendSoon } from '../sets/tend.ts';
import { applicationOf, type Stage } from '../stage.ts';
import { cast } from './ballot.ts';
import { whyNotNow } from './begin.ts';
import { journalingDenials } from './denials.ts';
import { checkReason } from './reason.ts';

/**
 * How long whoever asked waits for the members at most, ms: a person at Slack has 3 s altogether. What is not done by then may still
 * be, and otherwise the sweeper does it.
 */
const SOON_MS = 1_000;

/** How long somebody waits for a vote at most, ms: it looks at the members before, and what follows from it has what is left. */
const VOTE_MS = 2_000;

/** The use cases of sets on a stage. */
export function setsOn(stage: Stage): SetRecovery {
  const view = (id: string) => openSet(stage, id);
  return {
    view,
    open: async () => Promise.all((await stage.records.sets.open()).map(({ id }) => view(id))),
    begin: begin(stage),
    review: review(stage),
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
    const members = membersOf(
      ids,
      Object.entries(config.applications).map(([application, { after }]): Member => ({ application, after })),
    );
    const asked = { plan, members, requestedBy: by, reason: checkReason(reason), requestedAt: stage.now(), overrides };
    const out = await notNow(stage, found, { plan, overrides });
    if (out.size === found.length) throw new Refused(`None of them can be asked for. ${[...out.values()].join(' ')}`);
    const set = await records.sets.begin(asked);
    await recordRequest(stage, set);
    for (const [id, why] of out) await leaveOut(stage, set.id, id, why);
    await soon(stage, set.id, () => convene(stage, set));
    return openSet(stage, set.id);
  };

/** Applications that nobody can ask for now, and why: they are left out before a Region is looked at. */
async function notNow(
  stage: Stage,
  applications: readonly Application[],
  request: Parameters<typeof whyNotNow>[2],
): Promise<ReadonlyMap<string, string>> {
  const looked = await Promise.all(
    applications.map(async (application) => [application.id, await whyNotNow(stage, application, request)] as const),
  );
  return new Map(looked.flatMap(([id, why]) => (why === null ? [] : [[id, why] as const])));
}

/** What a voter is shown: every member that the approval is for, as it was frozen and as it is now. */
const review =
  (stage: Stage): SetRecovery['review'] =>
  async (id, by) => {
    const { view } = await votable(stage, id, by);
    const compared = await compareMembers(stage, view);
    const unseen = compared.flatMap(({ run, seen }) => (seen === null ? [run.run.application] : []));
    return { view, drift: compared.flatMap(changesOf), unseen };
  };

const vote =
  (stage: Stage): SetRecovery['vote'] =>
  async ({ set: id, ...ballot }) => {
    const until = stage.now() + VOTE_MS;
    const { view, planned } = await votable(stage, id, ballot.by);
    const typed = { of: 'id of the set', text: id };
    const revised = async () => {
      await checkLocks(stage, id, planned.members);
      return reviseSet(stage, view);
    };
    const voted = await cast(stage, { id, revision: planned.revision, typed, revised }, ballot);
    await settleByVotes(stage.records, voted, stage.now());
    await soon(stage, id, () => follow(stage, id), Math.max(0, until - stage.now()));
    return openSet(stage, id);
  };

async function checkLocks({ records }: Stage, id: string, members: readonly PlannedMember[]): Promise<void> {
  const claims = await Promise.all(members.map(({ application }) => records.claims.look(application)));
  const locked = claims.flatMap((claim) => whyLocked(claim) ?? []);
  if (locked.length > 0) throw new Refused(`${id} cannot start now: ${locked.join(' ')}`);
}

/** The set, when this person may vote on it now; a refusal goes into its journal. */
async function votable(stage: Stage, id: string, by: Person) {
  const view = await underWay(stage, id);
  const { planned, question } = view;
  if (planned === null || question === null || question.id !== approvalId(planned.revision)) {
    throw new Refused(`${id} is still being looked at; it can be decided in a moment.`);
  }
  await journalingDenials(stage, id, by, async () => {
    for (const { application } of planned.members) {
      await mayVote(applicationOf(stage.config, application), view.set, by, stage.directory);
    }
  });
  return { view, planned };
}

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
const soon = (stage: Stage, id: string, work: () => Promise<void>, ms = SOON_MS): Promise<void> =>
  Promise.race([tendSoon(stage, id, work), stage.sleep(ms)]);
