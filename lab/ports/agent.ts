import { agentOver } from '../../orchestrator/agent/agent-over.ts';
import type { Application } from '../../orchestrator/config.ts';
import type { Agent } from '../../orchestrator/ports/world.ts';
import type { Provider } from './provider.ts';

/** The agents of both Regions, each asked through its Region's control endpoint. */
export function labAgent(ask: Provider, application: Pick<Application, 'database'>): Agent {
  return agentOver((region, answer, body) => ask(region, 'agent', answer, { method: 'POST', body }), application);
}
