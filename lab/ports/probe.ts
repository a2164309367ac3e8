import { Unavailable } from '../../orchestrator/domain/errors.ts';
import type { Region } from '../../orchestrator/domain/region.ts';
import type { Probe, ProbeReading } from '../../orchestrator/ports/world.ts';
import type { Addresses } from '../addresses.ts';
import { type Call, call, type Reply } from '../network/call.ts';
import { readAndWrite } from '../network/read-and-write.ts';
import type { Domain } from './domain.ts';

/** Requests made as a user would, through the balancers as the control Region reaches them. */
export function labProbe({ regions }: Pick<Addresses, 'regions'>, name: string, domain: Domain, patienceMs: number): Probe {
  const through = async (region: Region): Promise<ProbeReading> => {
    const balancer = regions[region]?.balancer;
    const send = (path: string, request: Pick<Call, 'method' | 'body'> = {}): Promise<Reply> =>
      call(`${balancer}${path}`, { ...request, headers: { host: name }, timeoutMs: patienceMs }).catch((cause: Error) => {
        throw new Unavailable(`The load balancer of ${region} does not answer.`, { cause });
      });
    const { readOk, writeOk, placed } = await readAndWrite(send);
    return { region: String(placed.headers['x-region']), readOk, writeOk };
  };
  return {
    throughBalancer: through,
    throughDomain: async () => {
      const region = await domain.answers();
      if (region === null) throw new Unavailable(`DNS gives no address for ${name}.`);
      return through(region);
    },
  };
}
