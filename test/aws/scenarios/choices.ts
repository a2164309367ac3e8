import { beforeAll, describe, expect, it } from 'vitest';
import { CLICK, FIELD } from '../../../bot/views/actions.ts';
import { functionName } from '../../../orchestrator/workflow/to-asl.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { refusedByJson } from './answers.ts';
import { promotionsOf } from './by-hand.ts';
import { AMIR, approve, isClosed, press, ROSA, request, runWhere } from './people.ts';

/** What people may choose when a step fails, and what they may keep from being begun. */
export function choices(cloudOf: () => Cloud): void {
  describe('people', () => {
    beforeAll(() => cloudOf().renew());

    it('are told that nothing is to be aborted while nothing runs', async () => {
      expect(await cloudOf().slack.as(ROSA).command('/dr abort')).toMatchObject({
        text: 'Nothing is running, so there is nothing to abort.',
      });
    });

    it('cannot begin a run of an application that is locked, until it is unlocked', async () => {
      const cloud = cloudOf();
      const rosa = cloud.slack.as(ROSA);
      await rosa.command('/dr lock shop the cluster is being upgraded');
      await expect(request(cloud, 'failover shop override all the same')).rejects.toThrow('the cluster is being upgraded');
      const { text } = await rosa.command('/dr unlock shop');
      expect(text).toContain('is not locked any more');
    });

    it('cannot begin a second unplanned move within the hour without saying so', async () => {
      const refused = request(cloudOf(), 'failover shop once more');
      await expect(refused).rejects.toThrow(/have to pass between two unplanned moves.*override/);
    });

    it('have a run rolled back whose fence is refused', async () => {
      const cloud = cloudOf();
      const promotions = promotionsOf(cloud);
      const run = await pausedAt(cloud, 'fence', 'lambda:InvokeFunction');
      cloud.gateway.interrupt(null);
      await press(cloud, run, CLICK.rollBack);
      const { closed } = await runWhere(cloud, 'The end of the run', isClosed);
      expect(closed).toMatchObject({ result: 'rolled-back', left: [] });
      expect(await cloud.world().judge.canWriterCommit(cloud.config.regions.primary)).toBe(true);
      expect(promotionsOf(cloud)).toBe(promotions);
    });

    it('go on without a step that two of them skip, and the reason is on record', async () => {
      const cloud = cloudOf();
      const run = await pausedAt(cloud, 'scale', 'application-autoscaling:RegisterScalableTarget');
      for (const [user, reason] of [
        [ROSA, 'One task is enough tonight.'],
        [AMIR, ''],
      ] as const) {
        const form = await press(cloud, run, CLICK.skip, user);
        await cloud.slack.as(user).submit(form?.id ?? '', { [FIELD.reason]: reason });
      }
      const { closed, rows } = await runWhere(cloud, 'The end of the run', isClosed);
      cloud.gateway.interrupt(null);
      expect(closed?.result).toBe('succeeded');
      const skipped = { state: 'skipped', says: expect.stringContaining('One task is enough tonight.') };
      expect(rows.find(({ id }) => id === 'scale')).toMatchObject(skipped);
    });
  });
}

/** A run that asks people, because AWS refuses that action to one of its rows; answers its id. */
export async function pausedAt(cloud: Cloud, row: string, refused: string): Promise<string> {
  cloud.gateway.interrupt(({ action, caller }) => (action === refused && caller === functionName(row) ? refusedByJson : null));
  const { run } = await request(cloud, `failover shop override ${row} will be refused`);
  await approve(cloud, run.id);
  const { questions } = await runWhere(cloud, 'The question', ({ phase }) => phase === 'waiting-for-decision');
  expect(questions.at(-1)).toMatchObject({ row, outcome: null });
  return run.id;
}
