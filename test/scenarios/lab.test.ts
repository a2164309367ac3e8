import { describe, expect, it } from 'vitest';
import { approve, request } from '../../lab/headless/people.ts';
import { until } from '../../lab/headless/until.ts';
import type { Lab } from '../../lab/lab.ts';
import { busyLab, TEST_MS } from './busy-lab.ts';
import { begun, closed, PATIENCE_MS, runWhere } from './round-trip.ts';

async function usersArriveIn(lab: Lab, region: string, since: number): Promise<void> {
  await until(`A write in ${region}`, PATIENCE_MS, () => lab.world.users.firstSince(since, region));
}

/** Rows of one database that the other does not have, acknowledged or not. */
async function onlyIn(lab: Lab, region: string, other: string): Promise<ReadonlySet<string>> {
  const [here, there] = await Promise.all([lab.world.judge.ids(region), lab.world.judge.ids(other)]);
  return new Set([...(here ?? [])].filter((id) => !there?.has(id)));
}

/** Requests and approves through signed Slack requests. */
async function failOver(lab: Lab): Promise<string> {
  const { run } = await request(lab, 'a test breaks things');
  await approve(lab, run.id);
  return run.id;
}

describe('with both Regions well', { timeout: TEST_MS }, () => {
  it('moves without losing a write, and leaves a source that its writers cannot log in to', async () => {
    const lab = await busyLab();
    const { primary, dr } = lab.world.config.regions;
    const view = await closed(lab, await failOver(lab));
    await usersArriveIn(lab, dr, view.approvedAt ?? 0);
    await lab.world.users.quiet();

    expect(view.closed?.summary).toMatchObject({ fence: { outcome: 'fenced' }, rpo: { achievedMs: 0 } });
    const writes = await lab.world.judge.reconcile(await lab.world.users.ledger(), primary, dr);
    expect(writes).toMatchObject({ lost: 0, stranded: 0 });
    expect(await lab.world.judge.canWriterCommit(primary)).toBe(false);
    expect(await lab.world.judge.canWriterCommit(dr)).toBe(true);
  });
});

describe('with the primary killed', { timeout: TEST_MS }, () => {
  it('loses exactly what the replica had not received, and fences the source when it returns', async () => {
    const lab = await busyLab();
    const { primary, dr } = lab.world.config.regions;
    await lab.flip({ do: 'kill', region: primary });
    const view = await closed(lab, await failOver(lab));
    await usersArriveIn(lab, dr, view.approvedAt ?? 0);
    await lab.world.users.quiet();
    const ledger = await lab.world.users.ledger();
    const gone = await lab.world.judge.reconcile(ledger, primary, dr);

    await lab.flip({ do: 'heal', region: primary });
    const late = await runWhere(lab, 'The late fence', ({ fencedLater }) => fencedLater !== null);
    const notReceived = await onlyIn(lab, primary, dr);

    expect(gone.acknowledged).toBe(gone.kept + gone.lost);
    expect(gone.lost).toBe(ledger.filter(({ id }) => notReceived.has(id)).length);
    expect(new Set(late.fencedLater?.stranded?.keys)).toEqual(notReceived);
    expect(await lab.world.judge.canWriterCommit(primary)).toBe(false);
    expect(await lab.world.judge.canWriterCommit(dr)).toBe(true);
  });
});

describe('with the primary cut off', { timeout: TEST_MS }, () => {
  it('says what approving accepts, and later lists every write that was stranded', async () => {
    const lab = await busyLab();
    const { primary, dr } = lab.world.config.regions;
    await lab.flip({ do: 'cut-off', region: primary });
    const { run } = await request(lab, 'nobody hears from it');
    const asked = await runWhere(lab, 'The approval card', ({ phase }) => phase === 'waiting-for-approval');
    expect(asked.planned?.facts.source.fence).toBe('impossible');
    const { approvals } = lab.world.config.slack.channels;
    const card = await until('The card', PATIENCE_MS, async () => {
      const said = await lab.slack.messages(approvals);
      return said.findLast(({ blocks }) => JSON.stringify(blocks).includes(run.id)) ?? null;
    });
    expect(JSON.stringify(card.blocks)).toContain('cannot be fenced');
    const review = await lab.slack.as('U0APPROVER1').click(card, 'review');
    expect(JSON.stringify(review.view)).toContain('cannot be fenced');

    await approve(lab, run.id);
    const view = await closed(lab, run.id);
    expect(view.closed?.summary?.fence).toEqual({ outcome: 'unreachable', acceptedBy: ['U0APPROVER1'] });
    await usersArriveIn(lab, dr, view.approvedAt ?? 0);
    await lab.flip({ do: 'heal', region: primary });
    const late = await runWhere(lab, 'The late fence', ({ fencedLater }) => fencedLater !== null);
    await usersArriveIn(lab, dr, late.fencedLater?.fencedAt ?? 0);
    await lab.world.users.quiet();

    const ledger = await lab.world.users.ledger();
    const writes = await lab.world.judge.reconcile(ledger, primary, dr);
    expect(writes.stranded).toBeGreaterThan(0);
    expect(late.fencedLater?.stranded?.count).toBe((await onlyIn(lab, primary, dr)).size);
    expect(writes.lost).toBe(0);
    expect(ledger.filter(({ region, at }) => region === primary && at > (late.fencedLater?.at ?? 0))).toEqual([]);
    expect(await lab.world.judge.canWriterCommit(primary)).toBe(false);
    expect(await lab.world.judge.canWriterCommit(dr)).toBe(true);
  });
});

describe('with the platform killed', { timeout: TEST_MS }, () => {
  it('resumes and finishes, with one promotion and one vote', async () => {
    const lab = await busyLab();
    const { primary, dr } = lab.world.config.regions;
    const id = await failOver(lab);
    await begun(lab, 'promote');
    await lab.flip({ do: 'kill-platform' });
    const view = await closed(lab, id);

    expect(view.closed?.result).toBe('succeeded');
    expect(lab.platform.restarts()).toBe(1);
    const entries = await lab.records.journal.read(view.run.id);
    const count = (kind: string): number => entries.filter((entry) => entry.kind === kind).length;
    expect([count('planned'), count('voted'), count('point-of-no-return'), count('closed')]).toEqual([1, 1, 1, 1]);
    await until('The claim released', PATIENCE_MS, async () =>
      (await lab.records.claims.look('shop')).run === null ? true : null,
    );
    await until('No open run', PATIENCE_MS, async () => ((await lab.records.journal.open()).length === 0 ? true : null));
    expect(await lab.world.judge.canWriterCommit(primary)).toBe(false);
    expect(await lab.world.judge.canWriterCommit(dr)).toBe(true);
  });
});
