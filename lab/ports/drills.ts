import { z } from 'zod';
import { type AgentRequest, MarkAnswer, ObservationAnswer } from '../../orchestrator/agent/request.ts';
import type { Drill, Drills } from '../../orchestrator/ports/drills.ts';
import { InstanceAnswer } from './database.ts';
import type { Provider } from './provider.ts';

/** What is there of a drill. */
export const StatusAnswer = z.strictObject({
  database: InstanceAnswer.nullable(),
  tasks: z.array(z.strictObject({ service: z.string(), state: z.enum(['starting', 'running', 'stopping']) })),
});
const ProbeAnswer = z.strictObject({ readOk: z.boolean(), writeOk: z.boolean() });
const LeftAnswer = z.strictObject({ runs: z.array(z.string()) });

/** Drills, through the provider's API of each Region. */
export function labDrills(ask: Provider): Drills {
  const send = <Answer extends z.ZodType>({ region, run }: Drill, verb: string, answer: Answer, body?: object) =>
    ask(region, `drills/${run}/${verb}`, answer, { method: 'POST', ...(body === undefined ? {} : { body }) });
  const change = async (drill: Drill, verb: string): Promise<void> => {
    await send(drill, verb, z.unknown());
  };
  const agent = <Answer extends z.ZodType>(drill: Drill, answer: Answer, request: AgentRequest) =>
    send(drill, 'agent', answer, request);
  return {
    obstacles: async () => [],
    look: (drill) => send(drill, 'look', StatusAnswer),
    copy: (drill) => change(drill, 'copy'),
    restore: (drill) => change(drill, 'restore'),
    promote: (drill) => change(drill, 'promote'),
    observe: (drill) => agent(drill, ObservationAnswer, { ask: 'observe' }),
    mark: async (drill, { run, epoch }) => (await agent(drill, MarkAnswer, { ask: 'mark', marker: { run, epoch } })).flushLsn,
    open: (drill) => agent(drill, ObservationAnswer, { ask: 'open' }),
    start: (drill) => change(drill, 'start'),
    probe: async (drill) => ({ region: drill.region, ...(await send(drill, 'probe', ProbeAnswer)) }),
    remove: (drill) => change(drill, 'remove'),
    leftovers: async (region) => (await ask(region, 'drills', LeftAnswer)).runs,
  };
}
