import { describe, expect, it } from 'vitest';
import { statusCard } from '../../bot/views/status.ts';
import { Unavailable } from '../../orchestrator/domain/errors.ts';
import { plans } from '../../orchestrator/plans/plans.ts';
import type { Records } from '../../orchestrator/ports/records.ts';
import { dr, primary, type Rehearsal, rehearse, requested, rosa } from './rehearsal.ts';

const broken = async (): Promise<never> => {
  throw new TypeError('kind is not one of these');
};

/** A platform whose records answer everything but what is named. */
const lacking = (without: (records: Records) => Partial<Records>): Rehearsal =>
  rehearse({ records: (records) => ({ ...records, ...without(records) }) });

describe('the status of an application', () => {
  it.each<[string, (records: Records) => Partial<Records>, string]>([
    ['tests', ({ tests }) => ({ tests: { ...tests, recent: broken } }), 'Tests cannot be read'],
    ['costs', ({ costs }) => ({ costs: { ...costs, latest: broken } }), 'Costs cannot be read'],
    ['earlier runs', ({ journal }) => ({ journal: { ...journal, recent: broken } }), 'Earlier runs cannot be read'],
    ['what is kept', () => ({}), 'What is kept after moves cannot be read'],
  ])('is told where %s cannot be read, and says so', async (_, without, says) => {
    const rehearsal = lacking(without);
    const { recovery } = rehearsal;
    rehearsal.world.fail('rebuild', 'kept', 'always', new Unavailable('RDS does not answer.'));
    const { unread, ...status } = await recovery.status('shop');
    expect(unread.map((one) => one.says).join()).toContain(says);
    const drawn = JSON.stringify(statusCard({ ...status, unread }, plans));
    expect(drawn).toContain(says);
    expect(drawn).toContain('shop');
  });

  it('is told where neither Region answers, and never calls untested what cannot be read', async () => {
    const rehearsal = lacking(({ tests }) => ({ tests: { ...tests, recent: broken } }));
    for (const region of [primary, dr]) rehearsal.world.kill(region);
    const status = await rehearsal.recovery.status('shop');
    expect(status.facts).toBeNull();
    const drawn = JSON.stringify(statusCard(status, plans));
    expect(drawn).toContain('The two Regions cannot be read: Where shop runs is ambiguous: neither Region answers.');
    expect(drawn).not.toContain('never');
  });

  it('shows the failover that waits for the place of a drill: who asked, and where to approve it', async () => {
    const rehearsal = rehearse();
    const drill = await requested(rehearsal, 'the quarterly drill', 'drill');
    const failover = await requested(rehearsal);
    const { running, next, ...rest } = await rehearsal.recovery.status('shop');
    expect([running?.run.id, next?.run.id]).toEqual([drill.run.id, failover.run.id]);
    const drawn = JSON.stringify(statusCard({ running, next, ...rest }, plans));
    const { id } = failover.run;
    expect(drawn).toContain(`*Next*, in its place once approved: *${id}* Failover of shop`);
    expect(drawn).toContain(`Asked by <@${rosa.id}>`);
    expect(drawn).toContain(`Review ${id}`);
    expect(drawn).not.toContain('*Recent*');
    expect(JSON.stringify(statusCard({ running, next: null, ...rest }, plans))).not.toContain('*Next*');
  });

  it('names a run whose journal cannot be read', async () => {
    const rehearsal = lacking(({ journal }) => ({
      journal: { ...journal, read: async (run, after) => (run === 'DR-1' ? broken() : journal.read(run, after)) },
    }));
    await rehearsal.records.claims.take('shop', 1);
    const { unread } = await rehearsal.recovery.status('shop');
    expect(unread).toEqual([{ part: 'runs', says: 'DR-1 cannot be read: what is kept there is not understood (TypeError).' }]);
  });
});
