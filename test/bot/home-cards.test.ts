import { describe, expect, it } from 'vitest';
import { approvalCard } from '../../bot/views/approval-card.ts';
import { undoesSay } from '../../bot/views/choices.ts';
import { liveCard } from '../../bot/views/live-card.ts';
import { reviewModal } from '../../bot/views/review-modal.ts';
import { summaryCard } from '../../bot/views/summary.ts';
import { failback } from '../../orchestrator/plans/failback.ts';
import { failover } from '../../orchestrator/plans/failover.ts';
import { amir, approve, dr, isClosed, moved, primary, rehearse, requested, shop } from '../scenarios/rehearsal.ts';

const setting = { plan: failback, application: shop };

describe('the cards of a way home', () => {
  it('begin where a move ends: its summary says that there is no standby, with a button for each way out', async () => {
    const rehearsal = rehearse();
    const card = JSON.stringify(summaryCard(await moved(rehearsal), { plan: failover, application: shop }));
    expect(card).toContain(`\`/dr reprotect shop\` has ${primary} follow again; \`/dr failback shop\` leads home.`);
    expect(card).toContain('"action_id":"ask-reprotect"');
    expect(card).toContain('"action_id":"ask-failback"');
  });

  it('ask twice, for something else each time, and speak of each Region as it is by then', async () => {
    const rehearsal = rehearse();
    const { recovery, until } = rehearsal;
    await moved(rehearsal);
    const first = await requested(rehearsal, 'all is well', 'failback');
    const firstReview = JSON.stringify(reviewModal(await recovery.review(first.run.id, amir), failback));
    expect(firstReview).toContain('it makes the database anew in the Region that was left');
    expect(firstReview).toContain(`the database that was left behind in ${primary} is kept as it is`);
    expect(undoesSay(first, setting)).toContain('Nothing has been changed yet');
    await approve(rehearsal, first);

    const again = await until(
      first.run.id,
      'asking again',
      ({ phase, planned }) => phase === 'waiting-for-approval' && planned?.row === 'cut-over',
    );
    const secondReview = JSON.stringify(reviewModal(await recovery.review(first.run.id, amir), failback));
    expect(secondReview).toContain('This moves production traffic');
    expect(secondReview).toContain(`users cannot write from the fence of ${dr} until ${primary} is promoted`);
    expect(undoesSay(again, setting)).toBe('What was kept and made stays: /dr reprotect shop goes on from there.');
    const question = again.questions.at(-1);
    if (question === undefined || again.planned === null) throw new Error('Nobody is asked.');
    expect(JSON.stringify(approvalCard(again, question, again.planned, setting))).toContain('*Second approval*');
    await approve(rehearsal, again);

    const view = await until(first.run.id, 'closed', isClosed);
    const live = JSON.stringify(liveCard(view, setting, 'lines'));
    expect(live).toContain(`Make a replica of ${dr} in ${primary}`);
    expect(live).toContain(`Make a replica of ${primary} in ${dr}`);
    const summary = JSON.stringify(summaryCard(view, setting));
    expect(summary).toContain(`Kept in ${primary} until somebody deletes it`);
    expect(summary).toContain(`Kept in ${dr} until somebody deletes it`);
    expect(summary).not.toContain('There is no standby now');
  });
});
