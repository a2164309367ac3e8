import { toWords } from '../../orchestrator/domain/duration.ts';
import { asksForItself, type RunView } from '../../orchestrator/domain/run-view.ts';
import { isMoved, isOver, type MemberView, type SetView } from '../../orchestrator/domain/set-view.ts';
import { OURS } from './limits.ts';
import { doneSays } from './open-fence.ts';
import { phaseSays } from './phases.ts';
import { count, cut, mention, words } from './text.ts';

/** What a member is doing, for its sign and for counting. */
type State = 'moved' | 'asking' | 'moving' | 'waiting' | 'not moved';

const SIGN: Readonly<Record<State, string>> = {
  moved: ':white_check_mark:',
  asking: ':raised_hand:',
  moving: ':hourglass_flowing_sand:',
  waiting: ':white_circle:',
  'not moved': ':x:',
};

function stateOf(member: MemberView): State {
  if (isMoved(member)) return 'moved';
  if (isOver(member)) return 'not moved';
  if (member.run !== null && asksForItself(member.run)) return 'asking';
  return member.releasedAt !== null || member.run?.phase === 'undoing' ? 'moving' : 'waiting';
}

/** One application of a set in one line. */
export function memberLine(member: MemberView, view: SetView): string {
  const { application, run } = member;
  const state = stateOf(member);
  return cut(
    `${SIGN[state]} *${words(application, 40)}* ${run === null ? '' : `${run.run.id}: `}${says(member, view)}`,
    OURS.memberLine,
  );
}

function says(member: MemberView, view: SetView): string {
  const { run, leftOut } = member;
  if (leftOut !== null) return `not asked for: ${words(leftOut)}`;
  if (run === null) return 'is looked at';
  if (run.closed !== null) return endSays(run, run.closed);
  if (run.phase === 'waiting-for-decision') return 'waits for a person: a step has failed';
  if (asksForItself(run)) return `its facts have changed: \`/dr approve ${run.run.id}\` approves it anew`;
  if (member.releasedAt === null) return waitSays(member, view);
  return `${phaseSays(run).headline}, ${doneSays(run)}`;
}

function endSays(run: RunView, { result, says, summary }: NonNullable<RunView['closed']>): string {
  if (result !== 'succeeded') return `${phaseSays(run).headline}. ${words(says)}`;
  const lost = summary?.rpo.achievedMs;
  const rpo = lost === null || lost === undefined ? '' : `, RPO ${toWords(lost)}`;
  return `runs in ${run.run.to}, in ${toWords(summary?.rto.machineMs ?? 0)}${rpo}`;
}

/** What a member waits for that has not begun to move. */
function waitSays({ run, after }: MemberView, { question, members }: SetView): string {
  if (run?.phase !== 'waiting-for-approval') return run === null ? '' : phaseSays(run).headline;
  if (question?.outcome !== 'approved') return 'is ready';
  const before = members.filter((member) => after.includes(member.application) && !isMoved(member));
  const names = before.map(({ application }) => words(application, 40)).join(', ');
  return names === '' ? 'waits for its turn' : `waits for ${names}`;
}

/** Every member in its line, by waves; those that wait for people come first. */
export function memberLines(view: SetView): readonly string[] {
  const asking = view.members.filter((member) => stateOf(member) === 'asking');
  const others = view.members.filter((member) => !asking.includes(member));
  const waves = [...new Set(others.map(({ wave }) => wave))].toSorted((a, b) => a - b);
  const isOne = new Set(view.members.map(({ wave }) => wave)).size === 1;
  return [
    ...asking.map((member) => memberLine(member, view)),
    ...waves.flatMap((wave) => [
      ...(isOne ? [] : [`*Wave ${wave}*`]),
      ...others.filter((member) => member.wave === wave).map((member) => memberLine(member, view)),
    ]),
  ];
}

/** How many are how far, such as `3 moved, 2 moving, 1 asking, 54 waiting`. */
export function tallySays({ members }: SetView): string {
  const states = members.map(stateOf);
  const counts = (Object.keys(SIGN) as State[]).map((state) => [state, states.filter((each) => each === state).length] as const);
  return counts.flatMap(([state, amount]) => (amount === 0 ? [] : [`${amount} ${state}`])).join(', ');
}

/** What a set is doing, in words that claim no more than the journals. */
export function setSays(view: SetView): { readonly headline: string; readonly detail: string } {
  const { closed, abort, question } = view;
  if (closed !== null) return { headline: 'over', detail: words(closed.says) };
  if (abort !== null) {
    const detail = `Aborted by ${mention(abort.by)}. What is past its point of no return goes on; the rest is taken back.`;
    return { headline: 'being aborted', detail };
  }
  if (question === null) return { headline: 'being looked at', detail: 'Every application is looked at. Nothing has moved.' };
  if (question.outcome === null) {
    const votes = question.votes.filter(({ verdict }) => verdict === 'approve').length;
    return { headline: 'waiting for approval', detail: `${votes} of ${count(question.needed, 'approval')}. Nothing has moved.` };
  }
  return question.outcome === 'approved'
    ? { headline: 'moving', detail: `${tallySays(view)}.` }
    : { headline: question.outcome, detail: 'Nothing has moved; its runs are being closed.' };
}

/** A set in one line. */
export const setLine = (view: SetView, what: string): string =>
  `*${view.set.id}* ${what}: *${setSays(view).headline}*. ${setSays(view).detail} Asked by ${mention(view.set.requestedBy)}.`;
