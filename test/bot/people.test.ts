import { beforeAll, describe, expect, it } from 'vitest';
import { liveCard } from '../../bot/views/live-card.ts';
import { peopleOf, spoken, spokenRich } from '../../bot/views/people.ts';
import { phaseSays } from '../../bot/views/phases.ts';
import { summaryCard } from '../../bot/views/summary.ts';
import type { Application } from '../../orchestrator/config.ts';
import type { EntryBody } from '../../orchestrator/domain/entry.ts';
import { failover } from '../../orchestrator/plans/failover.ts';
import { applicationOf } from '../../orchestrator/stage.ts';
import { readConfig, textOf } from './rig.ts';
import { AMIR, approvedRun } from './sample-run.ts';

let application: Application;
beforeAll(async () => {
  application = applicationOf(await readConfig(), 'shop');
});

describe("the platform's sentences", () => {
  it('mention those who took part in the run, by their names', () => {
    expect(spoken('Approved by U0APPROVER1, U0REQUESTER.', approvedRun())).toBe('Approved by <@U0APPROVER1>, <@U0REQUESTER>.');
  });

  it('mention nobody else', () => {
    expect(spoken('U0GUEST and U0APPROVER2 looked on.', approvedRun())).toBe('U0GUEST and U0APPROVER2 looked on.');
  });

  it('mention people by their whole ids only, and never one that was cut off', () => {
    const view = approvedRun();
    expect(spoken('U0APPROVER11 XU0APPROVER1 dr-U0APPROVER1', view)).toBe('U0APPROVER11 XU0APPROVER1 dr-<@U0APPROVER1>');
    expect(spoken('by U0APPROVER1 and more', view, 15)).toBe('by U0APPROVER1…');
  });

  it('are escaped before anybody is mentioned, so that what they quote stays as it is', () => {
    expect(spoken('<@U0APPROVER1> <!channel> & U0APPROVER1', approvedRun())).toBe(
      '&lt;@U0APPROVER1&gt; &lt;!channel&gt; &amp; <@U0APPROVER1>',
    );
  });

  it('mention people in rich text as well', () => {
    expect(spokenRich('Approved by U0APPROVER1.', approvedRun())).toEqual([
      { type: 'text', text: 'Approved by ' },
      { type: 'user', user_id: 'U0APPROVER1' },
      { type: 'text', text: '.' },
    ]);
  });

  it('know as people those who asked, voted, decided, aborted or were refused, and only Slack’s', () => {
    const view = approvedRun(
      { kind: 'refused', by: { id: 'U0GUEST', via: 'slack' }, why: 'You may not.' },
      { kind: 'abort', by: { id: 'U0ADMIN', via: 'cli' } },
    );
    expect([...peopleOf(view)].toSorted()).toEqual(['U0APPROVER1', 'U0GUEST', 'U0REQUESTER']);
  });
});

describe('a name stands where an id was', () => {
  const done: EntryBody = { kind: 'done', row: 'approval', undo: false, says: 'Approved by U0APPROVER1.', evidence: {} };

  it('in a step of the live message, drawn either way', () => {
    const view = approvedRun(done);
    const card = (style: 'plan' | 'lines') => textOf(liveCard(view, { plan: failover, application }, style).blocks);
    expect(card('lines')).toContain('Approved by <@U0APPROVER1>.');
    expect(card('plan')).toContain('{"user_id":"U0APPROVER1"}');
  });

  it('in how a run ended', () => {
    const says = 'DR-1 was aborted by U0APPROVER1 before its point of no return.';
    const view = approvedRun({ kind: 'closed', result: 'aborted', says, left: ['Ask U0REQUESTER.'], summary: null });
    const card = textOf(summaryCard(view, { plan: failover, application })?.blocks);
    expect(card).toContain('aborted by <@U0APPROVER1>');
    expect(card).toContain('Ask <@U0REQUESTER>.');
    expect(phaseSays(view).detail).toContain('<@U0APPROVER1>');
  });

  it('in what is being undone, and in what was stopped', () => {
    expect(phaseSays(approvedRun({ kind: 'abort', by: AMIR })).detail).toBe(
      'Aborted by <@U0APPROVER1>. What was done is being undone.',
    );
    const asked = { kind: 'asked', question: 'fence.1', row: 'fence', needed: 1, expiresAt: null } as const;
    const stop = { kind: 'decided', question: 'fence.1', row: 'fence', outcome: 'stop', by: AMIR } as const;
    expect(phaseSays(approvedRun(asked, stop))).toEqual({
      headline: 'stopping',
      detail: 'Stopped by <@U0APPROVER1>. Nothing is undone; its end says what is left to do.',
    });
    expect(phaseSays(approvedRun({ kind: 'point-of-no-return', row: 'promote' }, asked, stop)).detail).toContain(
      'nothing is undone',
    );
  });
});
