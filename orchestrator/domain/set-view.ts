import type { Entry } from './entry.ts';
import { foldQuestions, type QuestionView } from './question-view.ts';
import { type PlannedMember, type RecoverySet, wavesOf } from './recovery-set.ts';
import type { Person } from './run.ts';
import type { RunView } from './run-view.ts';

/** One application of a set as people see it. */
export interface MemberView {
  readonly application: string;
  /** Members that have to have been moved before it starts. */
  readonly after: readonly string[];
  /** 1 for those that come after none. */
  readonly wave: number;
  /** Null before it has one, where it never gets one, and where it was not read. */
  readonly run: RunView | null;
  /** Why it gets no run; null for others. */
  readonly leftOut: string | null;
  /** When the approval of the set began to hold for it, epoch ms. */
  readonly releasedAt: number | null;
  /** Once it has ended, as far as the set's own journal tells: whether it was moved. Null before. */
  readonly ended: boolean | null;
}

/** A set folded from its journal and those of its members' runs: what every surface draws. */
export interface SetView {
  readonly set: RecoverySet;
  readonly members: readonly MemberView[];
  /** What the approval binds to; null before every member was looked at. */
  readonly planned: { readonly revision: number; readonly hash: string; readonly members: readonly PlannedMember[] } | null;
  /** Its approvals: the newest, and before it those whose facts had changed. */
  readonly questions: readonly QuestionView[];
  /** Its newest approval; null before it is asked for. */
  readonly question: QuestionView | null;
  readonly abort: { readonly by: Person; readonly at: number } | null;
  readonly closed: { readonly says: string; readonly at: number } | null;
  /** Entries of its own journal. */
  readonly ownSeq: number;
  /** Grows with every entry of the journals that it is folded from. */
  readonly seq: number;
  /** Time of the newest entry. */
  readonly at: number;
}

/** Runs of members, by application, as a set's journal names them. */
export function runsOf(entries: readonly Entry[]): ReadonlyMap<string, string> {
  return new Map(entries.flatMap((entry) => (entry.kind === 'joined' ? [[entry.application, entry.run] as const] : [])));
}

/** Folds a set's journal with its members' runs, by application; null when it has no `set-requested` entry. */
export function toSetView(entries: readonly Entry[], runs: ReadonlyMap<string, RunView>): SetView | null {
  const [first] = entries;
  if (first?.kind !== 'set-requested') return null;
  const { set } = first;
  const waves = wavesOf(set.members);
  const members = set.members.map(
    ({ application, after }): MemberView => ({
      ...{ application, after, wave: waves.get(application) ?? 1, run: runs.get(application) ?? null },
      ...{ leftOut: null, releasedAt: null, ended: null },
    }),
  );
  let view: SetView = {
    set,
    members,
    planned: null,
    questions: [],
    question: null,
    abort: null,
    closed: null,
    ownSeq: entries.length,
    seq: 0,
    at: first.at,
  };
  for (const entry of entries) view = { ...view, ...fold(view, entry) };
  view = { ...view, question: view.questions.at(-1) ?? null };
  const seen = [...runs.values()];
  const seq = entries.length + seen.reduce((sum, run) => sum + run.seq, 0);
  return { ...view, seq, at: Math.max(...entries.map(({ at }) => at), ...seen.map(({ at }) => at)) };
}

function fold(view: SetView, entry: Entry): Partial<SetView> {
  const { at } = entry;
  switch (entry.kind) {
    case 'left-out':
      return inMember(view, entry.application, { leftOut: entry.why });
    case 'released':
      return inMember(view, entry.application, { releasedAt: at });
    case 'ended':
      return inMember(view, entry.application, { ended: entry.isMoved });
    case 'set-planned':
      return { planned: { revision: (view.planned?.revision ?? 0) + 1, hash: entry.hash, members: entry.members } };
    case 'asked':
    case 'voted':
    case 'decided':
      return { questions: foldQuestions(view.questions, entry) };
    case 'abort':
      return { abort: { by: entry.by, at } };
    case 'set-closed':
      return { closed: { says: entry.says, at } };
    default:
      return {};
  }
}

const inMember = ({ members }: SetView, application: string, change: Partial<MemberView>): Pick<SetView, 'members'> => ({
  members: members.map((member) => (member.application === application ? { ...member, ...change } : member)),
});

/** Whether a member is over: its run is, or it never gets one. */
export const isOver = ({ leftOut, ended, run }: MemberView): boolean =>
  leftOut !== null || ended !== null || (run !== null && run.closed !== null);

/** Whether a member was moved. */
export const isMoved = ({ ended, run }: MemberView): boolean => ended === true || run?.closed?.result === 'succeeded';

/** Whether the approval of a set binds to the newest facts of a run. */
export const isCovered = ({ planned }: SetView, { run, planned: own }: RunView): boolean =>
  planned?.members.some((member) => member.run === run.id && member.hash === own?.hash) === true;

/** Why a member can never start, as a sentence: one that it comes after was not moved, and will not be. Null while it may. */
export function whyHopeless({ members }: SetView, { application, after }: MemberView): string | null {
  const failed = members.find((member) => {
    const isLost = (isOver(member) && !isMoved(member)) || (member.run !== null && member.run.blocked !== null);
    return after.includes(member.application) && isLost;
  });
  return failed === undefined ? null : `${application} comes after ${failed.application}, which was not moved.`;
}
