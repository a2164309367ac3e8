import type { ClientBase } from 'pg';
import type { Application } from '../config.ts';
import { auditedKeysSince, missingKeys } from './audit.ts';
import { fence, open } from './login.ts';
import { mark } from './mark.ts';
import { observe } from './observe.ts';
import { toExpected } from './postgres-error.ts';
import type { AgentAnswer, AgentRequest } from './request.ts';
import { type Home, wake } from './wake.ts';

/** What the agent looks after: the writer roles and audited tables of one application, from dr.yml. */
export type Guarded = Pick<Application['database'], 'writers' | 'audit'>;

/** One connection of the role `dr_agent`; it has to be a single session, not a pool. */
export type Session = Pick<ClientBase, 'query'>;

/**
 * Answers one request of the platform with SQL. Throws `Refused` where the server will not do it and `Unavailable` where
 * it does not answer; asking again is always safe.
 */
export async function answer(request: AgentRequest, session: Session, guarded: Guarded, home: Home): Promise<AgentAnswer> {
  try {
    return await carryOut(request, session, guarded, home);
  } catch (error) {
    throw toExpected(error);
  }
}

async function carryOut(request: AgentRequest, session: Session, guarded: Guarded, home: Home): Promise<AgentAnswer> {
  switch (request.ask) {
    case 'observe':
      return observe(session, guarded);
    case 'fence':
      await fence(session, guarded.writers);
      return observe(session, guarded);
    case 'open':
      await open(session, guarded.writers);
      return observe(session, guarded);
    case 'wake':
      return wake(session, guarded, home);
    case 'mark':
      return mark(session, request.marker);
    case 'try':
      throw new Error('Tasks are tried without a database.');
    case 'keys-since':
      return auditedKeysSince(session, guarded.audit, request);
    case 'missing-keys':
      return missingKeys(session, guarded.audit, request);
  }
}
