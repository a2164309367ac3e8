import { describe, expect, it } from 'vitest';
import { CLICK } from '../../../bot/views/actions.ts';
import { functionName } from '../../../orchestrator/workflow/to-asl.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { accessDenied } from './answers.ts';
import { approve, isClosed, press, request, runWhere } from './people.ts';

/** A step that fails, and is retried by a person. */
export function retried(cloudOf: () => Cloud): void {
  describe('a step that AWS refuses', () => {
    it('pauses the run until a person retries it, and goes on where it was', async () => {
      const cloud = cloudOf();
      await cloud.renew();
      cloud.gateway.interrupt(({ action, caller }) =>
        action === 's3:PutObject' && caller === functionName('shift-traffic') ? accessDenied : null,
      );
      const { run } = await request(cloud, 'failover shop override with a broken policy');
      await approve(cloud, run.id);
      const paused = await runWhere(cloud, 'The question', ({ phase }) => phase === 'waiting-for-decision');
      cloud.gateway.interrupt(null);
      expect(paused.rows.find(({ id }) => id === 'shift-traffic')?.says).toContain('Neither flag could be changed');
      await press(cloud, run.id, CLICK.retry);
      const view = await runWhere(cloud, 'The end of the run', isClosed);
      expect(view.closed?.result).toBe('succeeded');
      expect(await cloud.world().judge.canWriterCommit(cloud.config.regions.dr)).toBe(true);
    });
  });
}
