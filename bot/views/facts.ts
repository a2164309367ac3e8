import type { Application } from '../../orchestrator/config.ts';
import { toWords } from '../../orchestrator/domain/duration.ts';
import type { Facts } from '../../orchestrator/domain/facts.ts';
import type { Setting } from './naming.ts';
import { words } from './text.ts';

/** Whether the source can be fenced, as a sentence. */
export function fenceSays({ source }: Facts): string {
  if (source.fence === 'possible') return `yes, ${source.region} answers`;
  return `*no*: ${words(source.fenceWhy ?? `${source.region} does not answer`)}`;
}

/** Commits that the plan would lose now, against the target. */
export function rpoSays({ estimatedRpoMs }: Facts, { plan, application: { targets } }: Setting): string {
  if (plan.kind === 'planned') return 'none: that is proved, or nothing moves';
  if (plan.kind === 'rehearsal' || plan.kind === 'rebuild') return 'none: nothing moves';
  const now = estimatedRpoMs === null ? 'unknown' : toWords(estimatedRpoMs);
  return `${now}, target ${toWords(targets.rpo)}${estimatedRpoMs !== null && estimatedRpoMs > targets.rpo ? ' :warning:' : ''}`;
}

/** Machine time of earlier runs, against the target. */
export function rtoSays({ estimatedRtoMs }: Facts, { targets }: Application): string {
  const expected = estimatedRtoMs === null ? 'no earlier run to tell from' : `about ${toWords(estimatedRtoMs)}`;
  return `${expected}, target ${toWords(targets.rto)}`;
}

/** Where the one writer is, as far as it can be seen: a Region that does not answer is only said to have been it. */
export function activeSays({ active, source }: Pick<Facts, 'active' | 'source'>): string {
  if ('ambiguous' in active) return `ambiguous: ${words(active.ambiguous)}`;
  const isSilent = active.region === source.region && source.fence === 'impossible';
  return isSilent ? `${active.region} was the writer and does not answer` : `${active.region} is the writer`;
}

/** Bytes of the source's log not yet replayed at the target. */
export function lagSays({ target }: Facts): string {
  return target.lagBytes === null ? 'unknown' : `${target.lagBytes.toLocaleString('en-US')} bytes`;
}

/** What approving accepts: a heading and what follows "that", one line each; none when there is nothing to accept. */
export function risksSay(heading: string, { source, risks }: Facts): readonly string[] {
  const named = risks.length === 0 && source.fence === 'impossible' ? [`${source.region} cannot be fenced`] : risks;
  return named.length === 0 ? [] : [`*${heading} that*`, ...named.map((risk) => `:warning: ${words(risk)}`)];
}
