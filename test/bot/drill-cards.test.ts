import { describe, expect, it } from 'vitest';
import { approvalCard } from '../../bot/views/approval-card.ts';
import { dryRunCard } from '../../bot/views/dry-run.ts';
import { liveCard } from '../../bot/views/live-card.ts';
import { reviewModal } from '../../bot/views/review-modal.ts';
import { summaryCard } from '../../bot/views/summary.ts';
import { drill } from '../../orchestrator/plans/drill.ts';
import { failover } from '../../orchestrator/plans/failover.ts';
import { amir, approve, isClosed, rehearse, requested, shop } from '../scenarios/rehearsal.ts';

const setting = { plan: drill, application: shop };

describe('the cards of a drill', () => {
  it('say before the approval what it means, and claim neither that traffic moves nor that something cannot be undone', async () => {
    const rehearsal = rehearse();
    const asked = await requested(rehearsal, 'once a quarter', 'drill');
    const [question] = asked.questions;
    if (question === undefined || asked.planned === null) throw new Error('Nobody is asked.');
    const card = JSON.stringify(approvalCard(asked, question, asked.planned, setting));
    const modal = JSON.stringify(reviewModal(await rehearsal.recovery.review(asked.run.id, amir), drill));
    const dryRun = JSON.stringify(dryRunCard(await rehearsal.recovery.dryRun('shop', 'drill'), drill));
    for (const text of [card, modal, dryRun]) {
      expect(text).toContain('a failover would wait for that');
      expect(text).toContain('none: nothing moves');
      expect(text).not.toContain('annot be undone');
    }
    expect(modal).not.toContain('This moves');
    expect(modal).toContain('traffic of app.my-projects-aws.site alone');
  });

  it('of a failover say that the drill goes on until it is approved, and then gives way', async () => {
    const rehearsal = rehearse();
    const { run } = await requested(rehearsal, 'once a quarter', 'drill');
    const asked = await requested(rehearsal);
    const [question] = asked.questions;
    if (question === undefined || asked.planned === null) throw new Error('Nobody is asked.');
    const card = JSON.stringify(approvalCard(asked, question, asked.planned, { plan: failover, application: shop }));
    expect(card).toContain(`${run.id} goes on until this is approved. Then it gives way`);
  });

  it('tell at the end what was measured, and speak of no fence', async () => {
    const rehearsal = rehearse();
    const asked = await requested(rehearsal, 'once a quarter', 'drill');
    await approve(rehearsal, asked);
    const view = await rehearsal.until(asked.run.id, 'closed', isClosed);
    const card = JSON.stringify(summaryCard(view, setting));
    expect(card).toContain('The drill of shop passed');
    expect(card).toContain('The age of the newest commit in the copy');
    expect(card).not.toContain('"*Fence*');
    expect(JSON.stringify(liveCard(view, setting, 'lines'))).toContain('is promoted');
  });
});
