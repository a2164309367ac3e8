import type { z } from 'zod';
import type { Application } from '../config.ts';
import type { Region } from '../domain/region.ts';
import type { Agent } from '../ports/world.ts';
import { type AgentRequest, KeysAnswer, MarkAnswer, ObservationAnswer, PartAnswer } from './request.ts';
import { findStranded } from './stranded.ts';

/** Carries one request to the agent of a Region and answers what it replied, parsed. */
export type Send = <Answer extends z.ZodType>(region: Region, answer: Answer, request: AgentRequest) => Promise<z.output<Answer>>;

/** The agents of both Regions, whatever carries the requests to them. */
export function agentOver(send: Send, { database }: Pick<Application, 'database'>): Agent {
  return {
    observe: (region) => send(region, ObservationAnswer, { ask: 'observe' }),
    fence: (region) => send(region, ObservationAnswer, { ask: 'fence' }),
    open: (region) => send(region, ObservationAnswer, { ask: 'open' }),
    mark: async (region, { run, epoch }) => (await send(region, MarkAnswer, { ask: 'mark', marker: { run, epoch } })).flushLsn,
    stranded: (old, current, since) =>
      findStranded(
        database.audit.map(({ table }) => table),
        (part) => send(old, PartAnswer, { ask: 'keys-since', since, ...part }),
        async (found) => (await send(current, KeysAnswer, { ask: 'missing-keys', ...found })).keys,
      ),
  };
}
