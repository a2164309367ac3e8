import { toWords } from '../../orchestrator/domain/duration.ts';
import { moveOf, rowsOf } from '../../orchestrator/domain/plan.ts';
import type { QuestionView } from '../../orchestrator/domain/question-view.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import { CLICK } from './actions.ts';
import { actions, button, type Card, context, header, quote, section, sentence } from './blocks.ts';
import { risksSay } from './facts.ts';
import { move, type Setting, said, what } from './naming.ts';
import { openFenceSays } from './open-fence.ts';
import { spoken } from './people.ts';
import { phaseSays } from './phases.ts';
import { atLeast, count, mention, moment, words } from './text.ts';

/** Short messages of their own, because only those should notify; each is said once. */
export const milestones = {
  started: (view: RunView, { plan }: Setting): Card => {
    const { run } = view;
    const votes = view.questions.filter(({ outcome }) => outcome === 'approved').flatMap((question) => question.votes);
    const by = votes.filter(({ verdict }) => verdict === 'approve').map((vote) => mention(vote.by));
    const accepted = view.planned === null ? [] : risksSay('It was accepted', view.planned.facts);
    return lines([
      `:arrow_forward: ${run.id} is approved by ${by.join(', ') || 'nobody'} and starts: ${what(run, plan)}, ${move(run)}.`,
      ...accepted,
    ]);
  },

  pastReturn: ({ run }: RunView): Card =>
    sentence(`:no_entry: ${run.id} is past the point of no return: from here, going back to ${run.from} means failing back.`),

  waiting: (view: RunView, question: QuestionView, { plan, application }: Setting): Card => {
    const { run } = view;
    if (question.kind === 'approval') {
      return sentence(
        `:raised_hand: ${run.id} waits for ${count(question.needed, 'approval')}. Nothing has moved. \`/dr approve ${run.id}\` opens the review.`,
      );
    }
    const row = rowsOf(plan).find(({ id }) => id === question.row);
    const why = view.rows.find(({ id }) => id === question.row)?.says ?? '';
    const advice = row === undefined ? '' : said(row.ifItFails, moveOf(row, run), application);
    const title = row === undefined ? words(question.row) : said(row.title, moveOf(row, run), application);
    return lines([`:raised_hand: ${run.id} waits for a person. *${title}* failed: ${spoken(why, view)}`, advice]);
  },

  failed: (view: RunView): Card =>
    lines([`:x: ${view.run.id} ended without success, ${phaseSays(view).headline}: ${spoken(view.closed?.says ?? '', view)}`]),

  done: (view: RunView): Card =>
    lines([`:white_check_mark: ${view.run.id} is done. ${spoken(view.closed?.says ?? '', view)}`, openFenceSays(view) ?? '']),
};

/** The one message of a run in the announcements channel. */
export function announcement(view: RunView, channel: string | null, { plan }: Setting): Card {
  const { run } = view;
  const { headline, detail } = phaseSays(view);
  const title = `${run.id} ${what(run, plan)}: ${headline}`;
  const open = openFenceSays(view);
  const where = channel === null ? '' : ` Follow it in <#${channel}>.`;
  return {
    text: `${title}. ${detail}`,
    blocks: [
      section([`*${title}*`, `${move(run)}. ${detail}${where}`, ...(open === null ? [] : [open])]),
      ...actions([button({ action: CLICK.showStatus, label: 'Status', value: { run: run.id } })]),
      context([`Requested by ${mention(run.requestedBy)} ${moment(run.requestedAt)}; last change ${moment(view.at)}.`]),
    ],
  };
}

/** News that came after the end: the old writer was fenced after all, and what it had acknowledged meanwhile. */
export function lateNews(view: RunView): Card | null {
  const { run, fencedLater } = view;
  if (fencedLater === null) return null;
  const { says, fencedAt, bothWritableMs, stranded } = fencedLater;
  const overlap =
    bothWritableMs === null
      ? 'How long both Regions could be written is not known.'
      : `Both Regions could be written for ${toWords(bothWritableMs)}.`;
  const shown = (stranded?.keys ?? []).slice(0, KEYS).join('\n');
  const title = `${run.id}: ${run.from} is fenced after all`;
  return {
    text: `${title}. ${spoken(says, view)}`,
    blocks: [
      header(title),
      section([spoken(says, view), overlap]),
      section(
        stranded === null
          ? ['Stranded writes could not be listed.']
          : [`*Stranded writes: ${atLeast(stranded)}*`, ...whereStranded(view, stranded.count)],
      ),
      ...(shown.trim() === '' ? [] : [quote(shown)]),
      context([`Fenced ${moment(fencedAt, '{date_short_pretty} {time_secs}')}.${keysSay(view)}`]),
    ],
  };
}

/** Keys that are listed in a message; the journal has more. */
const KEYS = 20;

function keysSay({ run, fencedLater }: RunView): string {
  const { count = 0, keys = [] } = fencedLater?.stranded ?? {};
  if (keys.length <= KEYS && count === keys.length) return '';
  const rest = count > keys.length ? `; the rest can be read in ${run.from}` : '';
  return ` ${Math.min(KEYS, keys.length)} of ${count.toLocaleString('en-US')} are shown; the journal of ${run.id} has ${keys.length}${rest}.`;
}

const whereStranded = ({ run: { from, to } }: RunView, count: number): readonly string[] =>
  count === 0 ? [] : [`${from} acknowledged them and still has them; ${to} does not. They are, by key:`];

const lines = (all: readonly string[]): Card => {
  const said = all.filter((line) => line.trim() !== '');
  return { text: said[0] ?? '', blocks: [section(said)] };
};
