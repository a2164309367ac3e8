import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Reporter } from '../../bot/reporter.ts';
import { type RequestedRun, requestRun } from './requested-run.ts';
import { textOf } from './rig.ts';

let rig: RequestedRun;
let now: number;
let reporter: Reporter;
beforeEach(async () => {
  rig = await requestRun();
  now = Date.now();
  reporter = rig.anotherReporter({ clock: { now: () => now, sleep: async () => undefined } });
});
afterEach(() => rig.stop());

const question = async () => {
  const [first] = (await rig.recovery.view('DR-1')).questions;
  if (first?.expiresAt == null) throw new Error('No approval with an end is asked for.');
  return { askedAt: first.askedAt, expiresAt: first.expiresAt, fifth: (first.expiresAt - first.askedAt) / 5 };
};
const afterTheCard = async () => (await rig.said('dr-approvals')).slice(1);

describe('the nudge before an approval expires', () => {
  it('is not said while there is time', async () => {
    const { expiresAt, fifth } = await question();
    now = expiresAt - fifth;
    await reporter.report('DR-1');
    expect(await afterTheCard()).toEqual([]);
  });

  it('is said once in the last fifth, to those who can still approve, though nothing else has moved', async () => {
    await reporter.report('DR-1');
    const { expiresAt, fifth } = await question();
    now = expiresAt - fifth + 1;
    expect(await reporter.report('DR-1')).toEqual({ behind: [] });
    now += 1_000;
    await reporter.report('DR-1');
    await rig.anotherReporter({ clock: { now: () => now, sleep: async () => undefined } }).report('DR-1');
    const [nudge, ...more] = await afterTheCard();
    expect(more).toEqual([]);
    const text = textOf(nudge?.blocks);
    expect(text).toContain('*DR-1* still needs 1 approval and expires at <!date^');
    expect(text).toContain('<@U0APPROVER1>, <!subteam^S0DRAPPROVERS>: you can approve or deny it.');
    expect(text).not.toContain('<@U0REQUESTER>');
    expect(text).toContain('Review');
  });

  it('is not said when it is too late', async () => {
    now = (await question()).expiresAt;
    await reporter.report('DR-1');
    expect(await afterTheCard()).toEqual([]);
  });

  it('is not said of what is decided', async () => {
    const { expiresAt } = await question();
    await rig.approve();
    now = expiresAt - 1;
    await reporter.report('DR-1');
    expect(await afterTheCard()).toEqual([]);
  });

  it('has no button once it is decided, and says how', async () => {
    now = (await question()).expiresAt - 1;
    await reporter.report('DR-1');
    await rig.approve();
    await reporter.report('DR-1');
    const [nudge, ...more] = await afterTheCard();
    expect(more).toEqual([]);
    expect(textOf(nudge?.blocks)).toContain('by <@U0APPROVER1>.');
    expect(nudge?.blocks.some(({ type }) => type === 'actions')).toBe(false);
  });
});
