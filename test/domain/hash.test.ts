import { describe, expect, it } from 'vitest';
import { compareNow } from '../../orchestrator/compare.ts';
import type { Plan } from '../../orchestrator/domain/plan.ts';
import { hashOf } from '../../orchestrator/hash.ts';
import { failover } from '../../orchestrator/plans/failover.ts';
import { primary } from '../scenarios/rehearsal.ts';
import { makeSetting } from '../steps/setting.ts';
import { someFacts } from './samples.ts';

const plan: Plan = failover;
const otherPlan: Plan = { ...failover, title: 'Another failover' };

describe('the hash that approvals bind to', () => {
  const hash = hashOf(plan, someFacts());

  it('is the same for the same plan and facts, in whatever order they are written', () => {
    const { at, ...rest } = someFacts();
    expect(hashOf(structuredClone(plan), { ...rest, at })).toBe(hash);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    ['another plan', otherPlan, {}],
    ['other facts', plan, { storageBacklog: 1 }],
    ['a risk more', plan, { risks: ['it may rain'] }],
  ])('is another for %s', (_, changed, facts) => {
    expect(hashOf(changed, someFacts(facts))).not.toBe(hash);
  });
});

describe('what approvals bind to, compared with now,', () => {
  async function compared(changed: Plan, meanwhile: (kill: () => void) => void = () => {}): Promise<readonly string[]> {
    const setting = await makeSetting();
    await setting.freeze();
    meanwhile(() => setting.world.kill(primary));
    const scene = await setting.scene();
    const { planned } = scene.view;
    return planned === null
      ? expect.fail('There is no plan.')
      : (await compareNow(scene, { ...scene, plan: changed, planned })).drift;
  }

  it('holds when neither plan nor facts changed', async () => {
    expect(await compared(plan)).toEqual([]);
  });

  it('falls with the plan', async () => {
    expect(await compared(otherPlan)).toEqual(['the plan failover was changed since the request']);
  });

  it('falls with the facts', async () => {
    expect(await compared(plan, (kill) => kill())).toEqual([`${primary} does not answer.`]);
  });
});
