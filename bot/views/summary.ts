import type { KnownBlock } from '@slack/types';
import { toWords } from '../../orchestrator/domain/duration.ts';
import type { Plan } from '../../orchestrator/domain/plan.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import type { Summary } from '../../orchestrator/domain/summary.ts';
import { CLICK } from './actions.ts';
import { actions, button, type Card, context, facts, header, section } from './blocks.ts';
import { move, type Setting, what } from './naming.ts';
import { openFenceSays } from './open-fence.ts';
import { spoken } from './people.ts';
import { atLeast, moment, words } from './text.ts';

/** How a closed run ended: what was achieved against the targets, and what is left to do. */
export function summaryCard(view: RunView, { plan }: Setting): Card | null {
  const { run, closed } = view;
  if (closed === null) return null;
  const title = `${run.id} ${what(run, plan)}: ${closed.result}`;
  const open = openFenceSays(view);
  return {
    text: `${title}. ${spoken(closed.says, view)}`,
    blocks: [
      header(title),
      section([`*${move(run)}* ${spoken(closed.says, view)}`, ...(open === null ? [] : [open])]),
      ...(closed.summary === null ? [] : achieved(view, closed.summary)),
      ...(closed.left.length === 0 ? [] : [section(['*Left to do*', ...closed.left.map((line) => `• ${spoken(line, view)}`)])]),
      ...wayBack(view, plan),
      context([`Closed ${moment(closed.at, '{date_short_pretty} {time_secs}')}. The journal of ${run.id} has every step.`]),
    ],
  };
}

function achieved({ fencedLater }: RunView, { rto, rpo, fence }: Summary) {
  const { achievedMs, targetMs, how } = rpo;
  return [
    facts([
      ['RTO, people', toWords(rto.humanMs)],
      ['RTO, machine', `${toWords(rto.machineMs)}, target ${toWords(rto.targetMs)} ${verdict(rto.machineMs, rto.targetMs)}`],
      [
        'RPO',
        achievedMs === null
          ? `cannot be known, target ${toWords(targetMs)}`
          : `${toWords(achievedMs)}, target ${toWords(targetMs)} ${verdict(achievedMs, targetMs)}`,
      ],
      ...(fence === null ? [] : [['Fence', fenceSays(fence, fencedLater)] as const]),
      ...(fence?.outcome === 'unreachable' ? [['Stranded writes', strandedSay(fencedLater)] as const] : []),
    ]),
    context([`RPO: ${words(how)}`]),
  ];
}

/** After a move: what has a standby again, and what leads home; nothing where there is a standby, or where nothing was moved. */
function wayBack({ run, closed }: RunView, { kind, home }: Plan): readonly KnownBlock[] {
  const isMoved = closed?.result === 'succeeded' && (kind === 'planned' || kind === 'unplanned') && home !== true;
  if (!isMoved) return [];
  const { application, from } = run;
  return [
    section([
      `*There is no standby now.* \`/dr reprotect ${application}\` has ${from} follow again; \`/dr failback ${application}\` leads home.`,
    ]),
    ...actions([
      button({ action: CLICK.askReprotect, label: 'Reprotect…', value: { application } }),
      button({ action: CLICK.askFailback, label: 'Failback…', value: { application } }),
    ]),
  ];
}

const verdict = (achieved: number, target: number) => (achieved <= target ? ':white_check_mark:' : ':x: missed');

function fenceSays({ outcome, acceptedBy }: NonNullable<Summary['fence']>, later: RunView['fencedLater']): string {
  if (outcome === 'fenced') return 'fenced';
  const who = acceptedBy.slice(0, 10).map((id) => (/^[UW][A-Z0-9]+$/.test(id) ? `<@${id}>` : words(id, 100)));
  const accepted = `accepted by ${who.length === 0 ? 'nobody' : who.join(', ')}`;
  return later === null ? `unreachable, ${accepted}` : `unreachable then, ${accepted}; fenced ${moment(later.fencedAt)}`;
}

function strandedSay(later: RunView['fencedLater']): string {
  if (later === null) return 'not known until the old writer is reached';
  return later.stranded === null ? 'could not be listed' : atLeast(later.stranded);
}
