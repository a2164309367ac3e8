import type { z } from 'zod';
import { type AgentRequest, KeysAnswer, MarkAnswer, ObservationAnswer } from '../../orchestrator/agent/request.ts';
import { findStranded } from '../../orchestrator/agent/stranded.ts';
import type { Application } from '../../orchestrator/config.ts';
import type { Region } from '../../orchestrator/domain/region.ts';
import type { Agent } from '../../orchestrator/ports.ts';
import type { Provider } from './provider.ts';

/** The agents of both Regions, each asked through its Region's control endpoint. */
export function labAgent(ask: Provider, { database }: Pick<Application, 'database'>): Agent {
  const send = <Answer extends z.ZodType>(region: Region, answer: Answer, body: AgentRequest): Promise<z.output<Answer>> =>
    ask(region, 'agent', answer, { method: 'POST', body });
  return {
    observe: (region) => send(region, ObservationAnswer, { ask: 'observe' }),
    fence: (region) => send(region, ObservationAnswer, { ask: 'fence' }),
    open: (region) => send(region, ObservationAnswer, { ask: 'open' }),
    mark: async (region, { run, epoch }) => (await send(region, MarkAnswer, { ask: 'mark', marker: { run, epoch } })).flushLsn,
    stranded: (old, current, since) =>
      findStranded(
        database.audit.map(({ table }) => table),
        async (page) => (await send(old, KeysAnswer, { ask: 'keys-since', since, ...page })).keys,
        async (found) => (await send(current, KeysAnswer, { ask: 'missing-keys', ...found })).keys,
      ),
  };
}
