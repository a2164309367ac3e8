import { Refused } from '../../domain/errors.ts';
import { type DatabaseEndpoint, openSessions, type Sessions } from '../agent-session.ts';

/**
 * Sessions in copies of an agent's database, each for one piece of work. A host is believed only where RDS of this Region names it
 * so: the agent's token is shown to nobody else.
 */
export function copySessions(
  endpoint: Omit<DatabaseEndpoint, 'host'>,
  prefix: string,
  open: (endpoint: DatabaseEndpoint) => Sessions = openSessions,
): (host: string) => Sessions {
  return (host) => {
    const [name = '', , ...rest] = host.split('.');
    if (!name.startsWith(prefix) || rest.join('.') !== `${endpoint.region}.rds.amazonaws.com`) {
      throw new Refused(`${host} is no copy of a drill in ${endpoint.region}.`);
    }
    return {
      lend: async (work) => {
        const sessions = open({ ...endpoint, host });
        try {
          return await sessions.lend(work);
        } finally {
          await sessions.close();
        }
      },
      close: async () => {},
    };
  };
}
