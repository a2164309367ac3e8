import { AgentRequest } from '../../orchestrator/agent/request.ts';
import { Refused } from '../../orchestrator/domain/errors.ts';
import type { Drills } from './drills.ts';

/** A request about drills: the run, what is asked, and what comes with it. */
export interface DrillRequest {
  readonly run: string;
  readonly verb: string;
  readonly body: string;
  /** Throws where the provider carries out no changes. */
  readonly change: () => void;
}

/** The provider's API of drills, and the agent's way to their copies. */
export async function answerDrill(drills: Drills, { run, verb, body, change }: DrillRequest): Promise<unknown> {
  switch (verb) {
    case 'look':
      return drills.look(run);
    case 'ports':
      return drills.ports(run);
    case 'copy':
      change();
      await drills.copy(run);
      return {};
    case 'restore':
      change();
      await drills.restore(run);
      return {};
    case 'promote':
      change();
      await drills.instance(run).promote();
      return {};
    case 'agent':
      return drills.instance(run).askAgent(AgentRequest.parse(JSON.parse(body)));
    case 'start':
      change();
      drills.start(run);
      return {};
    case 'probe': {
      const { readOk, writeOk } = await drills.probe(run);
      return { readOk, writeOk };
    }
    case 'remove':
      change();
      drills.remove(run);
      return {};
    default:
      throw new Refused(`Nobody asks "${verb}" of a drill.`);
  }
}
