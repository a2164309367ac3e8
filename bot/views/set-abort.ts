import type { Application } from '../../orchestrator/config.ts';
import type { Plan } from '../../orchestrator/domain/plan.ts';
import { isOver, type MemberView, type SetView } from '../../orchestrator/domain/set-view.ts';
import { undoesSay } from './choices.ts';
import { OURS } from './limits.ts';
import { cut, words } from './text.ts';

/** What aborting a set would do now, member by member: those of which something is undone come first, those that are over are left out. */
export function abortLines({ members }: SetView, plan: Plan, applicationOf: (id: string) => Application): readonly string[] {
  const open = members.filter((member) => !isOver(member));
  const isPast = ({ run }: MemberView): boolean => run !== null && run.pointOfNoReturnAt !== null;
  const begun = open.filter((member) => member.run?.approvedAt != null && !isPast(member));
  const undone = begun.map(({ application, run }) =>
    run === null
      ? ''
      : cut(
          `:leftwards_arrow_with_hook: *${words(application, 40)}* ${run.run.id}: ${undoesSay(run, { plan, application: applicationOf(application) })}`,
          OURS.line,
        ),
  );
  return [
    ...undone,
    ...named('Go on, past their point of no return', open.filter(isPast)),
    ...named(
      'Do not begin',
      open.filter((member) => !begun.includes(member) && !isPast(member)),
    ),
  ];
}

function named(what: string, members: readonly MemberView[]): readonly string[] {
  const names = members.map(({ application }) => words(application, 40)).join(', ');
  return names === '' ? [] : [`*${what}*: ${names}`];
}
