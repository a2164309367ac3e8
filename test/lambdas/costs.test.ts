import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest';
import { memoryRecords } from '../../lab/memory/records/memory-records.ts';
import { Refused } from '../../orchestrator/domain/errors.ts';
import { lookAtCosts } from '../../orchestrator/lambdas/costs.ts';
import type { Billing } from '../../orchestrator/ports/billing.ts';
import { config } from '../aws-ports/shop.ts';
import { aCost } from '../contracts/samples.ts';

let out: MockInstance<typeof process.stdout.write>;
beforeEach(() => {
  out = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterEach(() => out.mockRestore());

const lookAt = (charged: Billing['charged'], records = memoryRecords()) =>
  lookAtCosts({ billing: { charged }, records, config, now: () => Date.UTC(2026, 10, 27, 6) });
const logged = () => out.mock.calls.map(([line]) => JSON.parse(String(line)));

describe('the Lambda of costs', () => {
  it('logs of which names nothing was heard', async () => {
    const records = memoryRecords();
    await lookAt(async () => [aCost({ application: 'shop' })], records);
    expect(await records.costs.latest('shop')).toMatchObject({ total: 12.3 });
    expect(logged()).toMatchObject([{ unheardOf: ['dr:platform'] }]);
  });

  it('ends well when AWS will not say, so that nobody asks again before tomorrow', async () => {
    await lookAt(() => Promise.reject(new Refused('Cost Explorer fails: You may not.')));
    expect(logged()).toMatchObject([{ message: 'Costs are not known today: Cost Explorer fails: You may not.' }]);
  });

  it('fails on a bug', async () => {
    await expect(lookAt(() => Promise.reject(new TypeError('Not a function.')))).rejects.toThrow(TypeError);
  });
});
