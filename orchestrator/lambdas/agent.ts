import { answer, type Guarded } from '../agent/answer.ts';
import { toExpected } from '../agent/postgres-error.ts';
import type { AgentReply } from '../agent/reply.ts';
import { AgentRequest, DUTIES, type Duty, WakeAnswer } from '../agent/request.ts';
import { tryTasks } from '../agent/try-tasks.ts';
import type { Home } from '../agent/wake.ts';
import type { Sessions } from '../aws/agent-session.ts';
import { Refused, Unavailable } from '../domain/errors.ts';
import { logLine } from './log.ts';

/** What an agent's function is there for, and what it knows of its Region. */
export interface AgentFunction {
  readonly duty: Duty;
  readonly home: Home;
  /** Sessions in the copy of a drill, by its host; throws `Refused` for any other host. */
  readonly copies?: (host: string) => Sessions;
}

/**
 * A Region's agent: answers the platform's requests with the Region's database. What it cannot or will not do is its reply;
 * what it throws is a bug.
 */
export function agentOn(
  sessions: Sessions,
  guarded: Guarded,
  { duty, home, copies }: AgentFunction,
): (event: unknown) => Promise<AgentReply> {
  const sessionsFor = (request: AgentRequest): Sessions => {
    const host = 'instance' in request ? request.instance : undefined;
    if (host === undefined) return sessions;
    if (copies === undefined) throw new Refused('This agent knows no copies of drills.');
    return copies(host);
  };
  const reply = async (request: AgentRequest): Promise<AgentReply> => {
    try {
      if (request.ask === 'try') return { answer: await tryTasks(request) };
      const there = sessionsFor(request);
      return { answer: await there.lend((session) => answer(request, session, guarded, home)) };
    } catch (error) {
      const met = toExpected(error);
      if (met instanceof Refused || met instanceof Unavailable) return { error: met.name, message: met.message };
      throw met;
    }
  };
  return async (event) => {
    const request = AgentRequest.safeParse(event);
    if (!request.success)
      return { error: 'Refused', message: 'The agent does not know this request: it may be older than the control plane.' };
    const { ask } = request.data;
    if (DUTIES[ask] !== duty) {
      return { error: 'Refused', message: `This function of the agent is there to ${duty}, and does not answer "${ask}".` };
    }
    const replied = await reply(request.data);
    if (ask === 'wake') logWaking(home.region, replied);
    return replied;
  };
}

/** Nobody waits for this reply, so the log is where it can be read. */
function logWaking(region: string, replied: AgentReply): void {
  if ('error' in replied) {
    logLine(replied.message, { ask: 'wake', region, error: replied.error });
    return;
  }
  const { says, fences, seen } = WakeAnswer.parse(replied.answer);
  const { writersMayLogin, writerSessions, heartbeat } = seen;
  logLine(says, { ask: 'wake', region, fences, writersMayLogin, writerSessions, heartbeatAt: heartbeat?.at ?? null });
}
