import { beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../../lab/headless/until.ts';
import { sign } from '../../../lab/slack/delivery.ts';
import type { Entry } from '../../../orchestrator/domain/entry.ts';
import { rowsOf } from '../../../orchestrator/domain/plan.ts';
import type { RunView } from '../../../orchestrator/domain/run-view.ts';
import { awsPace } from '../../../orchestrator/pace.ts';
import { plans } from '../../../orchestrator/plans/plans.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { EACH_MINUTE, invoke, promotionsOf } from './by-hand.ts';
import { newestRun } from './people.ts';
import { wake } from './wake.ts';

/** Everything that AWS and Slack deliver at least once, delivered once more after the main job. */
export function duplicates(cloudOf: () => Cloud): void {
  describe('what is delivered twice', () => {
    let cloud: Cloud;
    let view: RunView;
    let before: readonly Entry[];
    let promotions: number;
    beforeAll(async () => {
      cloud = cloudOf();
      const newest = await newestRun(cloud);
      if (newest === null) throw new Error('There is no run to deliver again.');
      view = newest;
      before = await cloud.records.journal.read(view.run.id);
      promotions = promotionsOf(cloud);
    });
    const nothingChanged = async (): Promise<void> => {
      expect(await cloud.records.journal.read(view.run.id)).toEqual(before);
      expect(promotionsOf(cloud)).toBe(promotions);
    };

    it('changes nothing when every row is asked again', async () => {
      for (const { id } of rowsOf(plans.failover).filter(({ kind }) => kind !== 'approval')) {
        const answer = await invoke(cloud, id, { run: view.run.id, row: id, undo: false });
        expect(JSON.parse(answer)).toMatchObject({ status: 'done' });
      }
      await nothingChanged();
    });

    it('changes nothing when the execution’s event and the minute come again', async () => {
      const detail = { name: view.run.id, status: 'SUCCEEDED' };
      for (let times = 0; times < 2; times++) {
        await invoke(cloud, 'finalizer', { detail });
        await invoke(cloud, 'close', { run: view.run.id });
        for (const [id, each] of EACH_MINUTE) await invoke(cloud, id, each);
      }
      await nothingChanged();
    });

    it('sees each Region as it was when the watch of the minute comes again', async () => {
      const { application, config, records } = cloud;
      const regions = [config.regions.primary, config.regions.dr];
      const seen = () => Promise.all(regions.map((region) => records.sightings.look(application.id, region)));
      const since = Date.now();
      // Both go round for most of a minute, in which two rounds tell as much as all.
      void Promise.allSettled([invoke(cloud, 'watch', {}), invoke(cloud, 'watch', {})]);
      await until('Two rounds', 60_000, async () => {
        const answered = (await seen()).map(({ lastAnsweredAt }) => lastAnsweredAt ?? 0);
        return Math.min(...answered) >= since + awsPace.watch ? true : null;
      });
      for (const { missedAt, downSince } of await seen()) expect([missedAt, downSince]).toEqual([null, null]);
      await nothingChanged();
    });

    it('changes nothing when the answer of people wakes the state machine again', async () => {
      const approvals = before.filter((entry) => entry.kind === 'done' && entry.row === 'approval');
      expect(approvals).toHaveLength(1);
      const tokens = cloud.gateway.calls.flatMap(({ action, parameters }) =>
        action === 'states:SendTaskSuccess' ? [String(parameters.taskToken)] : [],
      );
      for (const token of new Set(tokens)) {
        const waiting = { run: view.run.id, row: 'approval', undo: false, waitsFor: 'approval', caught: null, token };
        expect(await invoke(cloud, 'approval', waiting)).toBe('null');
      }
      await nothingChanged();
    });

    it.each(['primary', 'dr'] as const)('leaves who may write in the %s Region when its agent is woken again', async (side) => {
      const region = cloud.config.regions[side];
      const mayWrite = await cloud.world().judge.canWriterCommit(region);
      for (let times = 0; times < 2; times++) await wake(cloud, side);
      expect(await cloud.world().judge.canWriterCommit(region)).toBe(mayWrite);
      expect(mayWrite).toBe(side === 'dr');
    });

    it('posts nothing twice when the stream tells of the same entries again', async () => {
      const shown = await messageCount(cloud);
      const image = { __edb_e__: { S: 'entry' }, run: { S: view.run.id } };
      const event = { Records: before.map(() => ({ dynamodb: { NewImage: image } })) };
      await invoke(cloud, 'reporter', event);
      await invoke(cloud, 'reporter', event);
      expect(await messageCount(cloud)).toBe(shown);
    });

    it.each(['command', 'click', 'submission'] as const)('takes no %s again', async (kind) => {
      expect(new Set(await cloud.entrance.again(kind))).toEqual(new Set([401]));
      await nothingChanged();
    });

    it('keeps one cost of a day, however often it is asked for', async () => {
      const latest = () => cloud.records.costs.latest(cloud.application.id);
      await invoke(cloud, 'costs', {});
      const once = await latest();
      await invoke(cloud, 'costs', {});
      expect(await latest()).toEqual(once);
    });

    it('takes the same signed command once', async () => {
      const body = new URLSearchParams({ command: '/dr', text: 'help', user_id: view.run.requestedBy.id, ...SIGNED }).toString();
      const timestamp = Math.floor(Date.now() / 1_000);
      const send = (): Promise<Response> =>
        fetch(cloud.entrance.requestUrl, {
          method: 'POST',
          body,
          headers: {
            'content-type': 'application/x-www-form-urlencoded',
            'x-slack-request-timestamp': String(timestamp),
            'x-slack-signature': sign(cloud.slack.signingSecret, timestamp, body),
          },
        });
      const [first, second] = [await send(), await send()];
      expect(first.status).toBe(200);
      expect(await first.text()).toContain('/dr status');
      expect([second.status, await second.text()]).toEqual([401, 'The request was already received.']);
    });
  });
}

const SIGNED = { team_id: 'T0DRLAB00', api_app_id: 'A0DRPLATFORM', channel_id: 'C0INCIDENTS', trigger_id: '1.2.3' };

async function messageCount({ slack }: Cloud): Promise<number> {
  const counts = (await slack.channels()).map(async ({ id }) => (await slack.messages(id)).length);
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}
