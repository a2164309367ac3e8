import { beforeAll, describe, expect, it } from 'vitest';
import { liveCard } from '../../bot/views/live-card.ts';
import { peopleOf, spoken, spokenRich } from '../../bot/views/people.ts';
import { phaseSays } from '../../bot/views/phases.ts';
import { summaryCard } from '../../bot/views/summary.ts';
import type { Application } from '../../orchestrator/config.ts';
import type { Entry, EntryBody } from '../../orchestrator/domain/entry.ts';
import { type RunView, toRunView } from '../../orchestrator/domain/run-view.ts';
import { failover } from '../../orchestrator/plans/failover.ts';
import { applicationOf } from '../../orchestrator/stage.ts';
import { aRun } from '../contracts/samples.ts';
import { readConfig, textOf } from './rig.ts';

const amir = { id: 'U0APPROVER1', via: 'slack' } as const;

let application: Application;
beforeAll(async () => {
  application = applicationOf(await readConfig(), 'shop');
});

/** A run of U0REQUESTER's, approved by U0APPROVER1, and what came after. */
function viewOf(...later: readonly EntryBody[]): RunView {
  const run = aRun({ reason: 'U0APPROVER1 and <@U0APPROVER1> said so' });
  const bodies: readonly EntryBody[] = [
    { kind: 'requested', run },
    { kind: 'asked', question: 'approval.1', row: 'approval', needed: 1, expiresAt: null },
    { kind: 'voted', question: 'approval.1', by: amir, verdict: 'approve' },
    { kind: 'decided', question: 'approval.1', row: 'approval', outcome: 'approved', by: amir },
    ...later,
  ];
  const view = toRunView(
    failover,
    bodies.map((body, index): Entry => ({ ...body, seq: index + 1, at: 1_000 + index })),
  );
  if (view === null) throw new Error('The journal does not begin with a request.');
  return view;
}

describe("the platform's sentences", () => {
  it('mention those who took part in the run, by their names', () => {
    expect(spoken('Approved by U0APPROVER1, U0REQUESTER.', viewOf())).toBe('Approved by <@U0APPROVER1>, <@U0REQUESTER>.');
  });

  it('mention nobody else', () => {
    expect(spoken('U0GUEST and U0APPROVER2 looked on.', viewOf())).toBe('U0GUEST and U0APPROVER2 looked on.');
  });

  it('mention people by their whole ids only, and never one that was cut off', () => {
    const view = viewOf();
    expect(spoken('U0APPROVER11 XU0APPROVER1 dr-U0APPROVER1', view)).toBe('U0APPROVER11 XU0APPROVER1 dr-<@U0APPROVER1>');
    expect(spoken('by U0APPROVER1 and more', view, 15)).toBe('by U0APPROVER1…');
  });

  it('are escaped before anybody is mentioned, so that what they quote stays as it is', () => {
    expect(spoken('<@U0APPROVER1> <!channel> & U0APPROVER1', viewOf())).toBe(
      '&lt;@U0APPROVER1&gt; &lt;!channel&gt; &amp; <@U0APPROVER1>',
    );
  });

  it('mention people in rich text as well', () => {
    expect(spokenRich('Approved by U0APPROVER1.', viewOf())).toEqual([
      { type: 'text', text: 'Approved by ' },
      { type: 'user', user_id: 'U0APPROVER1' },
      { type: 'text', text: '.' },
    ]);
  });

  it('know as people those who asked, voted, decided, aborted or were refused, and only Slack’s', () => {
    const view = viewOf(
      { kind: 'refused', by: { id: 'U0GUEST', via: 'slack' }, why: 'You may not.' },
      { kind: 'abort', by: { id: 'U0ADMIN', via: 'cli' } },
    );
    expect([...peopleOf(view)].toSorted()).toEqual(['U0APPROVER1', 'U0GUEST', 'U0REQUESTER']);
  });
});

describe('a name stands where an id was', () => {
  const done: EntryBody = { kind: 'done', row: 'approval', undo: false, says: 'Approved by U0APPROVER1.', evidence: {} };

  it('in a step of the live message, drawn either way', () => {
    const view = viewOf(done);
    const card = (style: 'plan' | 'lines') => textOf(liveCard(view, { plan: failover, application }, style).blocks);
    expect(card('lines')).toContain('Approved by <@U0APPROVER1>.');
    expect(card('plan')).toContain('{"user_id":"U0APPROVER1"}');
  });

  it('in how a run ended', () => {
    const says = 'DR-1 was aborted by U0APPROVER1 before its point of no return.';
    const view = viewOf({ kind: 'closed', result: 'aborted', says, left: ['Ask U0REQUESTER.'], summary: null });
    const card = textOf(summaryCard(view, { plan: failover, application })?.blocks);
    expect(card).toContain('aborted by <@U0APPROVER1>');
    expect(card).toContain('Ask <@U0REQUESTER>.');
    expect(phaseSays(view).detail).toContain('<@U0APPROVER1>');
  });

  it('in what is being undone, and in what was stopped', () => {
    expect(phaseSays(viewOf({ kind: 'abort', by: amir })).detail).toBe(
      'Aborted by <@U0APPROVER1>. What was done is being undone.',
    );
    const asked = { kind: 'asked', question: 'fence.1', row: 'fence', needed: 1, expiresAt: null } as const;
    const stop = { kind: 'decided', question: 'fence.1', row: 'fence', outcome: 'stop', by: amir } as const;
    expect(phaseSays(viewOf(asked, stop))).toEqual({
      headline: 'stopping',
      detail: 'Stopped by <@U0APPROVER1>. What was done is being undone.',
    });
    expect(phaseSays(viewOf({ kind: 'point-of-no-return', row: 'promote' }, asked, stop)).detail).toContain('nothing is undone');
  });
});
