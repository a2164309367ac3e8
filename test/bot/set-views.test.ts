import { describe, expect, it } from 'vitest';
import { setAnnouncement, setApprovalCard, setLiveCard } from '../../bot/views/set-cards.ts';
import { memberLine } from '../../bot/views/set-lines.ts';
import { setAbortConfirm, setDenyModal, setReviewModal } from '../../bot/views/set-modals.ts';
import { mistakesInMessage, mistakesInView } from '../../lab/slack/limits.ts';
import type { Block } from '../../lab/slack/shown.ts';
import type { Entry, EntryBody } from '../../orchestrator/domain/entry.ts';
import { type RunView, toRunView } from '../../orchestrator/domain/run-view.ts';
import { type SetView, toSetView } from '../../orchestrator/domain/set-view.ts';
import { failover } from '../../orchestrator/plans/failover.ts';
import { aRun, aSet, times } from '../contracts/samples.ts';
import { someFacts } from '../domain/samples.ts';
import { shop } from '../scenarios/rehearsal.ts';

const numbered = (bodies: readonly EntryBody[]): readonly Entry[] =>
  bodies.map((body, index): Entry => ({ ...body, seq: index + 1, at: 1_000 + index }));

const long = (text: string) => text.repeat(100);
const nameOf = (index: number) => `an-application-with-a-name-${index}`;

/** A run with facts that say as much as can be, and what became of it. */
function runOf(application: string, ...later: readonly EntryBody[]): RunView {
  const run = aRun({ application, id: 'DR-100000' });
  const facts = someFacts({ risks: times(5, (index) => long(`risk ${index} <!channel> `)) });
  const bodies: readonly EntryBody[] = [
    { kind: 'requested', run, set: 'SET-1' },
    { kind: 'planned', revision: 1, hash: 'a1b2', facts, drift: [] },
    { kind: 'asked', question: 'approval.1', row: 'approval', needed: 1, expiresAt: null },
    ...later,
  ];
  const view = toRunView(failover, numbered(bodies));
  if (view === null) throw new Error('The journal does not begin with a request.');
  return view;
}

/** A set of 60 applications, every third of which was left out, and every third of which ended, for reasons told at length. */
function sixty(): SetView {
  const names = times(60, nameOf);
  const members = names.map((application, index) => ({ application, after: index === 0 ? [] : [nameOf(index - 1)] }));
  const out = names.filter((_, index) => index % 3 === 1);
  const says = long('It was not moved. ');
  const runs = names
    .filter((name) => !out.includes(name))
    .map((name, index) =>
      runOf(name, ...(index % 2 === 0 ? [{ kind: 'closed', result: 'blocked', says, left: [], summary: null } as const] : [])),
    );
  const bodies: readonly EntryBody[] = [
    { kind: 'set-requested', set: { ...aSet({ members, reason: long('because ') }), id: 'SET-1' }, config: '' },
    ...out.map((application) => ({ kind: 'left-out', application, why: long('It is locked by <@U1>. ') }) as const),
    {
      kind: 'set-planned',
      hash: 'c3d4',
      members: runs.map(({ run }) => ({ application: run.application, run: run.id, hash: 'a1b2' })),
    },
    { kind: 'asked', question: 'approval.1', row: 'approval', needed: 1, expiresAt: 2_000 },
  ];
  const view = toSetView(numbered(bodies), new Map(runs.map((run) => [run.run.application, run])));
  if (view === null) throw new Error('The journal does not begin with a request.');
  return view;
}

const withIds = (blocks: readonly object[]) =>
  blocks.map((block, index): Block => ({ block_id: `b${index}`, type: '', ...block }));

describe('a set of 60 applications', () => {
  const view = sixty();
  const { question } = view;
  if (question === null) throw new Error('It does not ask for approval.');

  it('fits into every message, with a line for each, which mentions nobody', () => {
    const applications = view.members.map(({ application }) => ({ ...shop, id: application }));
    for (const card of [setApprovalCard(view, question, { plan: failover, applications }), setLiveCard(view, failover)]) {
      expect(mistakesInMessage(withIds(card.blocks))).toEqual([]);
      const text = JSON.stringify(card.blocks);
      for (const { application } of view.members) expect(text).toContain(`*${application}*`);
      expect(text).not.toContain('<@U1>');
    }
    expect(mistakesInMessage(withIds(setAnnouncement(view, 'C1', failover).blocks))).toEqual([]);
    for (const member of view.members) expect(memberLine(member, view).length).toBeLessThanOrEqual(160);
  });

  it('names for approval only those who may approve every application, and nobody where there is no such person', () => {
    const [first, ...others] = view.members.map(({ application }) => ({ ...shop, id: application }));
    if (first === undefined) throw new Error('It has no application.');
    const { approval } = shop;
    const other = (users: readonly string[]) => ({ ...first, approval: { ...approval, approvers: { users: [...users] } } });
    const canOf = (applications: readonly (typeof first)[]) =>
      JSON.stringify(setApprovalCard(view, question, { plan: failover, applications }).blocks).match(
        /Can approve now:\* ([^"]*)/,
      )?.[1];
    expect(canOf([first, ...others])).toBe('<@U0APPROVER1>, <!subteam^S0DRAPPROVERS>.');
    expect(canOf([other(['U0APPROVER1', 'U9']), ...others])).toBe('<@U0APPROVER1>.');
    expect(canOf([other(['U9']), ...others])).toBeUndefined();
  });

  it('fits into every window, and Review leaves out no risk of any', () => {
    const drift = times(60, (index) => long(`${nameOf(index)} fell behind <!channel> `).slice(0, 300));
    const seen = { view, drift, unseen: times(60, nameOf) };
    const review = setReviewModal(seen, failover, (id) => ({ ...shop, id }));
    for (const modal of [review, setDenyModal(view, failover), setAbortConfirm(view, failover, (id) => ({ ...shop, id }))]) {
      expect(mistakesInView({ ...modal, blocks: withIds(modal.blocks) })).toEqual([]);
    }
    expect(JSON.stringify(review).match(/:warning: risk/g)).toHaveLength(40 * 5);
    expect(JSON.stringify(review)).not.toContain('<!channel>');
  });
});
