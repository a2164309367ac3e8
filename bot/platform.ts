import type { Config } from '../orchestrator/config.ts';
import type { Plan, PlanId } from '../orchestrator/domain/plan.ts';
import type { Directory } from '../orchestrator/ports/directory.ts';
import type { Surfaces } from '../orchestrator/ports/records.ts';
import type { Recovery } from '../orchestrator/recovery.ts';
import type { Log } from './log.ts';

/** What commands and listeners may use of the platform. */
export interface Platform {
  readonly recovery: Recovery;
  readonly config: Config;
  readonly plans: Readonly<Record<PlanId, Plan>>;
  readonly surfaces: Pick<Surfaces, 'of'>;
  readonly directory: Directory;
  readonly log: Log;
}

/** The Slack channel made for a run; null before there is one. */
export async function incidentChannel({ surfaces }: Pick<Platform, 'surfaces'>, run: string): Promise<string | null> {
  const all = await surfaces.of(run);
  return all.find(({ name }) => name === 'channel')?.channel ?? null;
}
