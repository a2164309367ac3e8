import { z } from 'zod';
import { Refused, Unavailable } from '../../orchestrator/domain/errors.ts';
import type { Region } from '../../orchestrator/domain/region.ts';
import type { Addresses } from '../addresses.ts';
import { type Call, call } from '../network/call.ts';

const Problem = z.object({ message: z.string() });

/** Asks a Region's control endpoint; `Unavailable` and `Refused` say which Region and why. */
export type Provider = <Answer extends z.ZodType>(
  region: Region,
  path: string,
  answer: Answer,
  request?: Pick<Call, 'method' | 'body'>,
) => Promise<z.output<Answer>>;

/** The way to the Regions' control endpoints; each has so many ms to answer. */
export function openProvider(addresses: Pick<Addresses, 'regions'>, patienceMs: number): Provider {
  return async (region, path, answer, request = {}) => {
    const address = addresses.regions[region];
    if (address === undefined) throw new Refused(`The application does not run in ${region}.`);
    const reply = await call(`${address.control}/${path}`, { ...request, timeoutMs: patienceMs }).catch((cause: Error) => {
      throw new Unavailable(`${region} does not answer.`, { cause });
    });
    const body: unknown = JSON.parse(reply.body);
    if (reply.status === 200) return answer.parse(body);
    const { message } = Problem.parse(body);
    if (reply.status === 409) throw new Refused(`${region}: ${message}`);
    if (reply.status === 503) throw new Unavailable(`${region}: ${message}`);
    throw new Error(`${region} answered ${reply.status} to ${path}: ${message}`);
  };
}
