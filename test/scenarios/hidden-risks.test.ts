import { describe, expect, it } from 'vitest';
import { Unavailable } from '../../orchestrator/domain/errors.ts';
import { rehearse } from './rehearsal.ts';

describe('risks that show nowhere else', () => {
  it('are told with the others before anybody approves, and forbid nothing', async () => {
    const { world, recovery } = rehearse();
    world.regions.hiddenRisks.push('the registry of us-west-2 has no image backend:7');
    const { facts } = await recovery.dryRun('shop', 'failover');
    expect(facts.risks).toContain('the registry of us-west-2 has no image backend:7');
    expect(facts.blockers).toEqual([]);
  });

  it('count as unknown, not as absent, when they cannot be looked for', async () => {
    const { world, recovery } = rehearse();
    world.fail('readiness', 'risks', 'always', new Unavailable('Nobody answers.'));
    const { facts } = await recovery.dryRun('shop', 'failover');
    expect(facts.risks).toContain('what else may be in the way cannot be known: Nobody answers');
  });
});
