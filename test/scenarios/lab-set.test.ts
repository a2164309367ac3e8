import { describe, expect, it } from 'vitest';
import { projectConfig, withApplications } from '../../lab/applications.ts';
import { approve, requestAll } from '../../lab/headless/people.ts';
import { until } from '../../lab/headless/until.ts';
import type { Lab } from '../../lab/lab.ts';
import type { SetView } from '../../orchestrator/domain/set-view.ts';
import { openSet } from '../../orchestrator/sets/open-set.ts';
import { busyLab, TEST_MS } from './busy-lab.ts';
import { PATIENCE_MS } from './round-trip.ts';

/** Two applications, the second of which comes after the first, whose users have written for a while. */
async function twoApplications(): Promise<Lab> {
  const config = withApplications(await projectConfig(), ['shop', 'billing']);
  const [shop, billing] = [config.applications.shop, config.applications.billing];
  if (shop === undefined || billing === undefined) throw new Error('There are not two applications.');
  const ordered = { ...config, applications: { shop, billing: { ...billing, after: ['shop'] } } };
  return busyLab({ config: ordered, applications: ['shop', 'billing'], users: 4 });
}

describe('a set of two applications under load', () => {
  it('moves both by one approval, one after the other, and loses no write of either', { timeout: TEST_MS }, async () => {
    const lab = await twoApplications();
    const { primary, dr } = lab.world.config.regions;
    const { set } = await requestAll(lab, 'us-east-1 is left for a while', 'switchover');
    await approve(lab, set.id, set.id);
    const ended = await until('The end of the set', PATIENCE_MS, async (): Promise<SetView | null> => {
      const view = await openSet(lab, set.id);
      return view.closed === null ? null : view;
    });

    expect(ended.closed?.says).toBe('2 of 2 applications were moved.');
    const [shop, billing] = ended.members;
    expect(billing?.releasedAt).toBeGreaterThanOrEqual(shop?.run?.closed?.at ?? Number.POSITIVE_INFINITY);
    for (const { users, judge, application } of lab.worlds) {
      const moved = ended.members.find((member) => member.application === application.id)?.run;
      await until(`A write of ${application.id} in ${dr}`, PATIENCE_MS, () => users.firstSince(moved?.approvedAt ?? 0, dr));
      await users.quiet();
      const ledger = await users.ledger();
      expect(await judge.reconcile(ledger, primary, dr)).toMatchObject({ kept: ledger.length, stranded: 0, lost: 0 });
      expect(await judge.canWriterCommit(primary)).toBe(false);
      expect(await judge.canWriterCommit(dr)).toBe(true);
    }
    const cards = (await lab.slack.messages(lab.world.config.slack.channels.approvals)).map(({ text }) => text);
    expect(cards.filter((text) => text.includes('Switchover'))).toHaveLength(1);
  });
});
