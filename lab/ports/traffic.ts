import type { Config } from '../../orchestrator/config.ts';
import { Refused, Unavailable } from '../../orchestrator/domain/errors.ts';
import type { FlagState } from '../../orchestrator/domain/facts.ts';
import type { Traffic } from '../../orchestrator/ports/world.ts';
import type { Addresses } from '../addresses.ts';
import { type Call, call } from '../network/call.ts';
import type { Domain } from './domain.ts';

/** Moves users by the two flag objects, and looks at what they and DNS say. */
export function labTraffic(
  { flags }: Pick<Addresses, 'flags'>,
  domain: Domain,
  regions: Config['regions'],
  patienceMs: number,
): Traffic {
  const look = async (url: string): Promise<FlagState> => {
    const reply = await call(url, { timeoutMs: patienceMs }).catch(() => null);
    if (reply === null || reply.status >= 500) return 'unreachable';
    return reply.status === 200 ? 'present' : 'absent';
  };
  const change = async (url: string, request: Pick<Call, 'method' | 'body'>): Promise<void> => {
    const { status } = await call(url, { ...request, timeoutMs: patienceMs });
    if (status !== 200) throw new Error(`${url} answered ${status}`);
  };
  return {
    look: async () => {
      const [answers, dr, control] = await Promise.all([domain.answers(), look(flags.dr), look(flags.control)]);
      return { answers, flags: { dr, control } };
    },
    shift: async (to, { run, epoch }) => {
      if (to !== regions.primary && to !== regions.dr) throw new Refused(`Traffic does not go to ${to}.`);
      const request: Pick<Call, 'method' | 'body'> =
        to === regions.dr ? { method: 'PUT', body: { run, epoch } } : { method: 'DELETE' };
      const changed = await Promise.allSettled([change(flags.dr, request), change(flags.control, request)]);
      const [first, second] = changed.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []));
      if (second !== undefined) throw new Unavailable(`Neither flag could be changed: ${first}; ${second}.`);
    },
  };
}
