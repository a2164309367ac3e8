import { beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../../lab/headless/until.ts';
import { rowsOf } from '../../../orchestrator/domain/plan.ts';
import type { RunView } from '../../../orchestrator/domain/run-view.ts';
import { plans } from '../../../orchestrator/plans/plans.ts';
import { functionName } from '../../../orchestrator/workflow/to-asl.ts';
import type { Cloud } from '../cloud/cloud.ts';
import type { Call } from '../gateway/call.ts';
import { type Delivered, deliverAgain } from './again.ts';
import { flag, promotionsOf } from './by-hand.ts';
import { hasOrder, placeOrder } from './orders.ts';
import { AMIR, approve, isClosed, ROSA, request, runWhere, textsIn } from './people.ts';

/** The main job, over real HTTP: a signed command, two people, and everything moved, although all that is delivered at least once comes twice. */
export function mainJob(cloudOf: () => Cloud): void {
  describe('the main job on AWS', () => {
    let cloud: Cloud;
    let view: RunView;
    let again: Delivered;
    let promotions: number;
    let before: number;
    let order: string;
    const calls = (action: string): readonly Call[] => cloud.gateway.calls.slice(before).filter((call) => call.action === action);
    beforeAll(async () => {
      cloud = cloudOf();
      promotions = promotionsOf(cloud);
      before = cloud.gateway.calls.length;
      order = await placeOrder(cloud, cloud.config.regions.primary);
      const { run } = await request(cloud, 'failover shop the Region is failing');
      const delivery = deliverAgain(cloud, run.id);
      await approve(cloud, run.id);
      view = await runWhere(cloud, 'The end of the run', isClosed).finally(async () => {
        again = await delivery.stop();
      });
    });

    it('was let look at everything that may be in the way', () => {
      const unseen = view.planned?.facts.risks.filter((risk) => risk.includes('could not be checked')) ?? [];
      expect(unseen.filter((risk) => !risk.includes('does not answer'))).toEqual([]);
    });

    it('asked every row twice, and each happened once', async () => {
      const rows = rowsOf(plans.failover).flatMap(({ id, kind }) => (kind === 'approval' ? [] : [id]));
      expect(again.rows.toSorted()).toEqual(rows.toSorted());
      const done = (await cloud.records.journal.read(view.run.id)).flatMap((entry) => (entry.kind === 'done' ? [entry.row] : []));
      expect(done.toSorted()).toEqual([...rows, 'approval'].toSorted());
      expect(promotionsOf(cloud)).toBe(promotions + 1);
    });

    it('left the answer of each row in the log of its function, under its run and step, and no token in any', async () => {
      for (const { id, state } of view.rows) {
        const logGroupName = `/aws/lambda/${functionName(id)}`;
        const read = async (): Promise<string | null> => {
          const { events } = await cloud.aws.json('logs', cloud.config.regions.control, 'Logs_20140328.FilterLogEvents', {
            logGroupName,
          });
          const lines = (events as readonly { readonly message: string }[]).map(({ message }) => message);
          return lines.some((line) => line.includes(`"run":"${view.run.id}","step":"${id}"`)) ? lines.join('\n') : null;
        };
        const lines = await until(`The log of ${id}, which is ${state}`, 30_000, read);
        for (const { token } of again.completions) expect(lines).not.toContain(token);
      }
    });

    it('had every task token completed twice', () => {
      const tokens = calls('states:SendTaskSuccess').map(({ parameters }) => (parameters as { taskToken?: string }).taskToken);
      expect(tokens).not.toEqual([]);
      expect(new Set(again.completions.map(({ token }) => token))).toEqual(new Set(tokens));
      for (const { said } of again.completions) expect(said).toMatch(/TaskTimedOut|TaskDoesNotExist|taken again/);
    });

    it('has one card for each revision of what approvers are asked, and one channel', async () => {
      const approvals = await cloud.slack.messages(cloud.config.slack.channels.approvals);
      const cards = approvals.filter(({ blocks }) => JSON.stringify(blocks).includes(`(${view.run.id})`));
      expect(cards).toHaveLength(view.questions.filter(({ kind }) => kind === 'approval').length);
      const channels = (await cloud.slack.channels()).filter(({ name }) => name.startsWith(`${view.run.id.toLowerCase()}-`));
      expect(channels).toHaveLength(1);
    });

    it('ends with the application in the other Region and no write lost', async () => {
      expect(view.closed?.result).toBe('succeeded');
      expect(view.closed?.summary).toMatchObject({ fence: { outcome: 'fenced' }, rpo: { achievedMs: 0 } });
      expect(await hasOrder(cloud, cloud.config.regions.dr, order)).toBe(true);
    });

    it('was asked for by one person and approved by another', () => {
      expect(view.run.requestedBy).toEqual({ id: ROSA, via: 'slack' });
      expect(view.questions.flatMap(({ votes }) => votes.map(({ by }) => by.id))).toEqual([AMIR]);
    });

    it('promoted the replica, which RDS calls nobody’s replica now', async () => {
      const { primary, dr } = cloud.config.regions;
      const { judge } = cloud.world();
      expect(await judge.canWriterCommit(dr)).toBe(true);
      expect(await judge.canWriterCommit(primary)).toBe(false);
      const replica = await cloud.instances().look(dr, cloud.application.database.instances.dr);
      expect(replica?.isReplica).toBe(false);
    });

    it('scaled the services to what the application needs', async () => {
      const { regions } = await cloud.world().view();
      const target = regions.find(({ region }) => region === cloud.config.regions.dr);
      const primaryLimits = Object.entries(cloud.application.services).map(([name, { primary }]) => [name, primary.min] as const);
      for (const [name, min] of primaryLimits) expect(target?.services[name]?.healthy).toBeGreaterThanOrEqual(min);
    });

    it('wrote both flags, and name servers lead users to the other Region', async () => {
      for (const side of ['dr', 'control'] as const) {
        expect(JSON.parse(await flag(cloud, side))).toEqual({ run: view.run.id, epoch: view.run.epoch });
      }
      expect(view.rows.find(({ id }) => id === 'verify-dns')?.state).toBe('done');
    });

    it('told the channels how it ended, also the run’s own', async () => {
      const { run, closed } = view;
      const own = (await cloud.slack.channels()).find(({ name }) => name.startsWith(`${run.id.toLowerCase()}-`));
      const heard = [
        [own?.id ?? '', `${run.id} is done. ${closed?.says}`],
        [cloud.config.slack.channels.announcements, `. ${closed?.says}`],
      ] as const;
      for (const [channel, text] of heard) {
        await until(`"${text}"`, 60_000, async () => ((await textsIn(cloud, channel)).includes(text) ? true : null));
      }
    });
  });
}
