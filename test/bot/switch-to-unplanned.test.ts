import { expect, it } from 'vitest';
import { liveCard } from '../../bot/views/live-card.ts';
import { skipForm } from '../../bot/views/skip-form.ts';
import { Refused } from '../../orchestrator/domain/errors.ts';
import { switchover } from '../../orchestrator/plans/switchover.ts';
import { approve, rehearse, requested, shop } from '../scenarios/rehearsal.ts';
import { textOf } from './rig.ts';

it('a switchover that waits offers to be switched to unplanned, and says what that costs before anybody proposes it', async () => {
  const rehearsal = rehearse();
  const asked = await requested(rehearsal, 'maintenance', 'switchover');
  await approve(rehearsal, asked);
  await rehearsal.until(asked.run.id, 'scaling', ({ rows }) =>
    rows.some(({ id, state }) => id === 'scale' && state !== 'waiting'),
  );
  rehearsal.world.fail('database', 'status', 'always', new Refused('us-west-2 would lose the writes of the last 4 s.'));
  const view = await rehearsal.until(asked.run.id, 'asking', ({ phase }) => phase === 'waiting-for-decision');
  const setting = { plan: switchover, application: shop };
  const question = view.questions.at(-1);
  if (question === undefined) throw new Error('Nothing is asked.');
  const card = textOf(liveCard(view, setting, 'plan').blocks);
  expect(card).toContain('Switch to unplanned…');
  expect(card).not.toContain('Skip…');
  const form = skipForm(view, question, setting);
  expect(form.title.text).toBe(`Unplanned ${asked.run.id}`);
  expect(textOf(form.blocks)).toContain('us-west-2 would lose the writes of the last 4 s.');
  expect(textOf(form.blocks)).toContain('The move is unplanned from here on: nothing is proved');
});
