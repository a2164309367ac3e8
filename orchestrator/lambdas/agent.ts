import { answer, type Guarded } from '../agent/answer.ts';
import { toExpected } from '../agent/postgres-error.ts';
import type { AgentReply } from '../agent/reply.ts';
import { AgentRequest } from '../agent/request.ts';
import type { Sessions } from '../aws/agent-session.ts';
import { Refused, Unavailable } from '../domain/errors.ts';

/**
 * A Region's agent: answers the platform's requests with the Region's database. What it cannot or will not do is its reply;
 * what it throws is a bug.
 */
export function agentOn(sessions: Sessions, guarded: Guarded): (event: unknown) => Promise<AgentReply> {
  return async (event) => {
    const request = AgentRequest.safeParse(event);
    if (!request.success) return { error: 'Refused', message: 'The agent does not know this request.' };
    try {
      return { answer: await sessions.lend((session) => answer(request.data, session, guarded)) };
    } catch (error) {
      const met = toExpected(error);
      if (met instanceof Refused || met instanceof Unavailable) return { error: met.name, message: met.message };
      throw met;
    }
  };
}
