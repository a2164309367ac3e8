import { beforeAll, describe, expect, it } from 'vitest';
import { liveCard } from '../../bot/views/live-card.ts';
import type { Setting } from '../../bot/views/naming.ts';
import { announcement, lateNews, milestones } from '../../bot/views/news.ts';
import { phaseSays } from '../../bot/views/phases.ts';
import { summaryCard } from '../../bot/views/summary.ts';
import type { EntryBody } from '../../orchestrator/domain/entry.ts';
import { failover } from '../../orchestrator/plans/failover.ts';
import { applicationOf } from '../../orchestrator/stage.ts';
import { readConfig, textOf } from './rig.ts';
import { AMIR, approvedRun } from './sample-run.ts';

let setting: Setting;
beforeAll(async () => {
  setting = { plan: failover, application: applicationOf(await readConfig(), 'shop') };
});

const unreachable: readonly EntryBody[] = [
  { kind: 'started', row: 'fence', undo: false },
  {
    ...{ kind: 'done', row: 'fence', undo: false, says: 'us-east-1 could not be reached, so it is not fenced.' },
    evidence: { outcome: 'unreachable', acceptedBy: ['U0APPROVER1'] },
  },
  { kind: 'point-of-no-return', row: 'promote' },
];
const succeeded: EntryBody = { kind: 'closed', result: 'succeeded', says: 'shop runs in us-west-2.', left: [], summary: null };
const fencedLater: EntryBody = {
  ...{ kind: 'fenced-later', says: 'us-east-1 answered again and was fenced.', fencedAt: 2_000, bothWritableMs: 9 },
  stranded: { count: 2, keys: ['order-a', 'order-b'] },
};
const fenceTask = (view: ReturnType<typeof approvedRun>) => {
  const plan = liveCard(view, setting, 'plan').blocks.find(({ type }) => type === 'plan');
  if (plan?.type !== 'plan') throw new Error('The live message has no plan.');
  return { title: plan.title, task: plan.tasks?.find(({ task_id }) => task_id === 'fence') };
};

describe('while the source is not fenced', () => {
  it('every message about the run says so, however it ended', () => {
    const view = approvedRun(...unreachable, succeeded);
    const cards = [
      liveCard(view, setting, 'lines'),
      summaryCard(view, setting),
      announcement(view, 'C0OWN', setting),
      milestones.done(view),
    ];
    for (const card of cards) expect(textOf(card?.blocks)).toContain('*us-east-1 is not fenced*');
  });

  it('its step does not count as done', () => {
    const { title, task } = fenceTask(approvedRun(...unreachable));
    expect(title).toBe('0 of 11 steps done');
    expect(task).toMatchObject({ status: 'error' });
  });

  it('nothing is said of it any more once it is fenced after all', () => {
    const view = approvedRun(...unreachable, succeeded, fencedLater);
    expect(textOf(liveCard(view, setting, 'lines').blocks)).not.toContain('is not fenced');
    expect(fenceTask(view)).toMatchObject({ title: '1 of 11 steps done', task: { status: 'complete' } });
    expect(textOf(lateNews(view)?.blocks)).toContain('us-east-1 acknowledged them and still has them; us-west-2 does not.');
  });
});

describe('late news', () => {
  const lateNewsOf = (count: number, listed: number) => {
    const keys = Array.from({ length: listed }, (_, index) => `order-${index + 1}`);
    return textOf(lateNews(approvedRun(...unreachable, { ...fencedLater, stranded: { count, keys } }))?.blocks);
  };

  it('lists every stranded write when they are few', () => {
    expect(lateNewsOf(2, 2)).toContain('order-2');
    expect(lateNewsOf(2, 2)).not.toContain('are shown');
  });

  it('counts all, lists some, and says where the others are', () => {
    expect(lateNewsOf(1_806, 100)).toContain('*Stranded writes: 1,806*');
    expect(lateNewsOf(1_806, 100)).not.toContain('order-21');
    expect(lateNewsOf(1_806, 100)).toMatch(
      /20 of 1,806 are shown; the journal of \S+ has 100; the rest can be read in us-east-1\./,
    );
  });
});

describe('a run', () => {
  it('is approved before it executes', () => {
    expect(phaseSays(approvedRun())).toEqual({ headline: 'approved', detail: 'It starts now; nothing has moved yet.' });
    expect(phaseSays(approvedRun({ kind: 'started', row: 'fence', undo: false })).headline).toBe('executing');
  });

  it('that waits for a choice says what failed, why, and what to do, before anything else', () => {
    const view = approvedRun(
      ...unreachable,
      { kind: 'failed', row: 'scale', undo: false, error: 'TimedOut', why: 'U0APPROVER1 set the quota to 1.' },
      { kind: 'asked', question: 'scale.1', row: 'scale', needed: 1, expiresAt: null },
    );
    const [, where, failure, choice] = liveCard(view, setting, 'plan').blocks;
    expect(textOf(where)).toContain('A step has failed, past the point of no return. Choose what happens.');
    expect(textOf(failure)).toContain('*Scale the services in us-west-2* failed: <@U0APPROVER1> set the quota to 1.\\nLook at');
    expect(textOf(choice)).toContain('It is past the point of no return, so nothing is undone');
    expect(choice).toMatchObject({
      type: 'actions',
      elements: [{ action_id: 'retry' }, { action_id: 'skip' }, { action_id: 'stop' }],
    });
  });

  it('that was aborted says by whom', () => {
    const view = approvedRun({ kind: 'started', row: 'fence', undo: false }, { kind: 'abort', by: AMIR });
    expect(phaseSays(view)).toMatchObject({ headline: 'undoing', detail: expect.stringContaining('Aborted by <@U0APPROVER1>.') });
  });
});
