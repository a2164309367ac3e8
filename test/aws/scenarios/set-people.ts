import { until } from '../../../lab/headless/until.ts';
import { asksForItself } from '../../../orchestrator/domain/run-view.ts';
import type { SetView } from '../../../orchestrator/domain/set-view.ts';
import { openSet } from '../../../orchestrator/sets/open-set.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { invoke } from './by-hand.ts';
import { AMIR, approve, approveWith, isTooSlow, PATIENCE_MS, ROSA } from './people.ts';

/** Rosa types `/dr` and those words, again where Slack says that the app was too slow, until there is a set that was not there before; answers its id. */
export async function requestSet(cloud: Cloud, words: string): Promise<string> {
  const open = async () => (await cloud.records.sets.open()).map(({ id }) => id);
  const before = await open();
  return until('A set', PATIENCE_MS, async () => {
    const reply = await cloud.slack.as(ROSA).command(`/dr ${words}`);
    const id = (await open()).find((each) => !before.includes(each));
    if (id === undefined && !isTooSlow(reply)) throw new Error(`Slack answered: ${reply.text}`);
    return id ?? null;
  });
}

/** Waits until a set is as described; how far it is when it never is goes into the error. */
export async function setWhere(cloud: Cloud, id: string, what: string, holds: (view: SetView) => boolean): Promise<SetView> {
  const look = async (): Promise<SetView | null> => {
    const view = await openSet(cloud, id);
    return holds(view) ? view : null;
  };
  return until(what, PATIENCE_MS, look).catch(async (error: Error) => {
    throw new Error(`${error.message} ${toText(await openSet(cloud, id))}`, { cause: error });
  });
}

/** Where each member has come to, for whoever reads that they did not go on. */
const toText = ({ members, question, closed }: SetView): string =>
  [
    `question: ${question?.id} ${question?.outcome}, closed: ${closed?.says}`,
    ...members.map(({ application, run, leftOut }) => `${application}: ${leftOut ?? run?.run.id} ${run?.phase}`),
    ...members.flatMap(({ run }) => run?.rows.map((row) => `${row.id}: ${row.state} ${row.says}`) ?? []),
  ].join('\n');

/** The same, while the sweeper makes its rounds. */
export async function sweptUntil(cloud: Cloud, id: string, what: string, holds: (view: SetView) => boolean): Promise<SetView> {
  return until(what, PATIENCE_MS, async () => {
    const view = await openSet(cloud, id);
    if (holds(view)) return view;
    await invoke(cloud, 'sweeper', {});
    return null;
  });
}

/** Whether every member has its run. */
export const areBegun = ({ members }: SetView): boolean => members.every(({ run }) => run !== null);

/** Waits until a set of these applications is over; Amir approves anew what asks for itself, because its facts were others at its turn. */
export async function setOver(clouds: readonly [Cloud, ...Cloud[]], id: string): Promise<SetView> {
  return until('The end of the set', PATIENCE_MS, async () => {
    const view = await openSet(clouds[0], id);
    for (const cloud of clouds) {
      const run = view.members.find(({ application }) => application === cloud.application.id)?.run ?? null;
      if (run?.phase === 'waiting-for-approval' && asksForItself(run)) await approve(cloud, run.run.id);
    }
    return view.closed === null ? null : view;
  });
}

/** Whether the runs of all members wait for the approval of their set. */
export const waitForApproval = ({ members }: SetView): boolean =>
  members.every(({ run }) => run?.phase === 'waiting-for-approval');

/** The run of a member. */
export function memberOf({ set, members }: SetView, application: string): string {
  const member = members.find((each) => each.application === application);
  if (member?.run == null) throw new Error(`${set.id} has no run of ${application}.`);
  return member.run.run.id;
}

/** Whether the approval of a set is asked for. */
export const isAsked = ({ question }: SetView): boolean => question !== null && question.outcome === null;

export const isOver = ({ closed }: SetView): boolean => closed !== null;

/** Amir opens Review, types the set's id, and approves, as of a run. */
export const approveSet = (cloud: Cloud, id: string): Promise<void> => approveWith(cloud, id, id, AMIR);

/** Rosa types `/dr abort` and the id of a run or of a set, and confirms what it shows; again where Slack says that the app was too slow. */
export async function abort({ slack, records }: Cloud, id: string): Promise<void> {
  const rosa = slack.as(ROSA);
  await until('The abort', PATIENCE_MS, async () => {
    const reply = await rosa.command(`/dr abort ${id}`);
    if (reply.view !== null) await rosa.submit(reply.view.id);
    else if (!isTooSlow(reply)) throw new Error(`Slack answered: ${reply.text}`);
    return (await records.journal.read(id)).some(({ kind }) => kind === 'abort') ? true : null;
  });
}
