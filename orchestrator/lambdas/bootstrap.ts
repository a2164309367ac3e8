import { z } from 'zod';
import type { Session } from '../agent/answer.ts';
import { type Login, setPassword, type TryLogin } from '../agent/password.ts';
import { Refused } from '../domain/errors.ts';

/** What CloudFormation calls the bootstrap with, by way of CDK's provider framework. */
export const BootstrapEvent = z.object({
  RequestType: z.enum(['Create', 'Update', 'Delete']),
  ResourceProperties: z.object({ statements: z.array(z.string().min(1)) }),
});

/** What the bootstrap works on: one session of the master user, and the writer that services log in as. */
export interface Bootstrap {
  readonly master: () => Promise<Session & { end(): Promise<void> }>;
  readonly writer: () => Promise<Login>;
  readonly tryLogin: TryLogin;
}

/**
 * Runs the statements of the stack as the master user, all or none, and gives the writer of the secret its password unless it has
 * it. Nothing is taken back when the stack goes. `Refused` on a replica: its roles come from the server it replicates from.
 */
export function bootstrapOn({
  master,
  writer,
  tryLogin,
}: Bootstrap): (event: unknown) => Promise<{ PhysicalResourceId: string }> {
  return async (event) => {
    const { RequestType, ResourceProperties } = BootstrapEvent.parse(event);
    if (RequestType !== 'Delete') {
      const session = await master();
      try {
        await refuseReplica(session);
        await inOne(session, ResourceProperties.statements);
        const login = await writer();
        if ((await tryLogin(login)) === 'wrong password') await setPassword(session, login);
      } finally {
        await session.end();
      }
    }
    return { PhysicalResourceId: 'database-roles' };
  };
}

async function inOne(session: Session, statements: readonly string[]): Promise<void> {
  await session.query('begin');
  for (const statement of statements) await session.query(statement);
  await session.query('commit');
}

async function refuseReplica(session: Session): Promise<void> {
  const { rows } = await session.query<{ replica: boolean }>('select pg_is_in_recovery() as replica');
  if (rows[0]?.replica !== false) {
    throw new Refused(
      'The database is a replica, so that its roles cannot be changed: deploy when the application is home again.',
    );
  }
}
