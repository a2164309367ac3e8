import type { Plan } from '../../orchestrator/domain/plan.ts';
import { moveOf, rowsOf } from '../../orchestrator/domain/plan.ts';
import type { DryRun } from '../../orchestrator/recovery.ts';
import { type Card, context, facts, header, section } from './blocks.ts';
import { activeSays, fenceSays, lagSays, risksSay, rpoSays, rtoSays } from './facts.ts';
import { move, said } from './naming.ts';
import { moment, words } from './text.ts';

/** What a plan would do now, step by step; says that nothing was changed and nothing was requested. */
export function dryRunCard(dryRun: DryRun, plan: Plan): Card {
  const { application, facts: seen, hash } = dryRun;
  const title = `Dry run: ${plan.title.toLowerCase()} of ${application.id}, ${move(dryRun)}`;
  const steps = rowsOf(plan).map((row, index) => {
    const marks = [row.pointOfNoReturn ? '*cannot be undone*' : '', row.kind === 'approval' ? 'a person' : ''].filter(
      (mark) => mark !== '',
    );
    return `${index + 1}. ${said(row.title, moveOf(row, dryRun), application)}${marks.length === 0 ? '' : ` (${marks.join(', ')})`}`;
  });
  const risks = risksSay('Approving would accept', seen);
  return {
    text: `${title}. Nothing was changed.`,
    blocks: [
      header(title),
      section([
        seen.blockers.length === 0
          ? '*It could be requested now.* Nothing was changed and nothing was requested.'
          : '*It would be blocked now.* Nothing was changed and nothing was requested.',
        ...seen.blockers.map((line) => `:no_entry: ${words(line)}`),
      ]),
      ...(risks.length === 0 ? [] : [section(risks)]),
      facts([
        ['The writer now', activeSays(seen)],
        ['Lag', lagSays(seen)],
        [`Can ${dryRun.from} be fenced?`, fenceSays(seen)],
        ['Data that would be lost (RPO)', rpoSays(seen, { plan, application })],
        ['Time to recover (RTO)', rtoSays(seen, application)],
        ['DNS gives out', seen.answers ?? 'no Region'],
      ]),
      section(['*Steps*', ...steps]),
      context([
        `Plan and facts \`${words(hash.slice(0, 8))}\`, seen ${moment(seen.at)}. To request it: \`/dr ${plan.id} ${application.id}\`.`,
      ]),
    ],
  };
}
