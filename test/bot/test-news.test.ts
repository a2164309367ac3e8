import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aTest } from '../contracts/samples.ts';
import { type Rig, startRig, textOf } from './rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.stop());

let day = 0;
const tested = (...blockers: readonly string[]) =>
  rig.records.tests.add(
    aTest({
      application: 'shop',
      id: `2026-11-${String(++day).padStart(2, '0')}T00:00:00.000Z.dry-run`,
      passed: blockers.length === 0,
      blockers: [...blockers],
    }),
  );
const texts = async () => (await rig.said('dr-approvals')).map(({ text }) => text);
const tell = () => rig.reporter.tellTests('shop');
beforeEach(() => {
  day = 0;
});

describe('what moves left behind', () => {
  const DAY = 86_400_000;
  const keptAs = 'old-2026-11-01-dr-1';
  const kept = [
    { region: 'us-east-1', name: `shop-primary-${keptAs}`, keptAs, kind: 'instance', isMade: true, perDay: 9 },
  ] as const;
  const seen = (days: number, items: readonly (typeof kept)[number][] = kept) =>
    rig.records.tests.add(
      aTest({
        application: 'shop',
        id: `2026-11-${String(days + 1).padStart(2, '0')}T00:00:00.000Z.dry-run`,
        at: Date.UTC(2026, 10, 1) + days * DAY,
        ...(items.length > 0 && { kept: [...items] }),
      }),
    );

  it('is asked about a day later and then once a week, with its price, until it is gone', async () => {
    const counts: number[] = [];
    for (const days of [0, 1, 2, 7, 8, 9, 15, 22]) {
      await seen(days, days === 22 ? [] : kept);
      await Promise.all([tell(), tell()]);
      await rig.anotherReporter().tellTests('shop');
      counts.push((await texts()).length);
    }
    expect(counts).toEqual([0, 1, 1, 1, 2, 2, 3, 3]);
    const [message] = await rig.said('dr-approvals');
    expect(textOf(message?.blocks)).toContain('$9.00 a day. Does anybody still need it?');
    expect(textOf(message?.blocks)).toContain(`the instance shop-primary-${keptAs} in us-east-1`);
  });
});

describe('news of dry runs', () => {
  it('are none while nothing is in the way', async () => {
    await tested();
    await tested();
    expect(await tell()).toEqual({ behind: [] });
    expect(await texts()).toEqual([]);
  });

  it('say once what is in the way, however often and by whom it is looked', async () => {
    await tested();
    await tested('us-west-2 does not *answer* <!channel>');
    await tell();
    await tested('us-west-2 does not *answer* <!channel>');
    await Promise.all([tell(), tell()]);
    await rig.anotherReporter().tellTests('shop');
    const [message, ...more] = await rig.said('dr-approvals');
    expect(more).toEqual([]);
    expect(message?.text).toBe(':no_entry: A failover of shop, us-east-1 → us-west-2, would be blocked.');
    expect(textOf(message?.blocks)).toContain('us-west-2 does not *answer* &lt;!channel&gt;');
    expect(textOf(message?.blocks)).toContain('`/dr plan shop` looks again.');
  });

  it('say the first result too, when it is bad', async () => {
    await tested('us-west-2 does not answer');
    await tell();
    expect(await texts()).toHaveLength(1);
  });

  it('say when something else is in the way, and when nothing is any more', async () => {
    for (const blockers of [['one'], ['one', 'two'], ['two'], []]) {
      await tested(...blockers);
      await tell();
    }
    const said = await rig.said('dr-approvals');
    expect(said.map(({ blocks }) => textOf(blocks).match(/one|two|any more/g))).toEqual([
      ['one'],
      ['one', 'two'],
      ['two'],
      ['any more'],
    ]);
  });

  it('wait for Slack, and are then said once, though the next dry run came meanwhile', async () => {
    await tested('one');
    rig.slack.fail('*', Number.POSITIVE_INFINITY, 'outage');
    expect(await tell()).toEqual({ behind: ['test'] });
    await tested('one');
    rig.slack.heal();
    expect(await tell()).toEqual({ behind: [] });
    expect(await texts()).toHaveLength(1);
  });

  it('do not come from long ago', async () => {
    for (let days = 0; days < 12; days += 1) await tested('one');
    await tell();
    expect(await texts()).toEqual([]);
  });
});
