import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../../../lab/headless/until.ts';
import type { SetView } from '../../../orchestrator/domain/set-view.ts';
import { functionName } from '../../../orchestrator/workflow/to-asl.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { SECOND } from '../cloud/second.ts';
import type { Call } from '../gateway/call.ts';
import { partitionOf } from '../permissions/roles.ts';
import { unavailable } from './answers.ts';
import { attachSecond } from './attached.ts';
import { flag, invoke, promotionsOf, setRule, stopExecution } from './by-hand.ts';
import { hasOrder, placeOrder } from './orders.ts';
import { AMIR, deny, PATIENCE_MS, textsIn } from './people.ts';
import {
  abort,
  approveSet,
  areBegun,
  isAsked,
  isOver,
  memberOf,
  requestSet,
  setOver,
  setWhere,
  sweptUntil,
  waitForApproval,
} from './set-people.ts';
import { wake } from './wake.ts';

/** A machine that is busy with other things only takes longer. */
const TEST_MS = 400_000;
const REQUEST = `failover shop,${SECOND}`;

/** Two applications that are moved by one approval, the second after the first; and what is done for them by whoever is left to do it. */
export function sets(cloudOf: () => Cloud): void {
  describe('a set of two applications on AWS', { timeout: TEST_MS }, () => {
    let cloud: Cloud;
    let both: readonly [Cloud, Cloud];
    let from: number;
    const callsBy = (id: string, action: string, partition = ''): readonly Call[] =>
      cloud.gateway.calls
        .slice(from)
        .filter((call) => isBy(id, call) && call.action === action && partitionOf(call).startsWith(partition));
    beforeAll(async () => {
      cloud = cloudOf();
      await cloud.renew();
      both = [cloud, await attachSecond(cloud)];
      // The sweeper would do what others are seen to do.
      await setRule(cloud, 'DisableRule', 'dr-each-minute');
    });
    beforeEach(() => {
      from = cloud.gateway.calls.length;
    });
    afterEach(() => cloud.gateway.interrupt(null));
    afterAll(() => setRule(cloud, 'EnableRule', 'dr-each-minute'));

    /** A set of which both runs wait for an approval that those who wait could not ask for. */
    const unasked = async (): Promise<SetView> => {
      const cannotAsk = (call: Call): boolean => asksForSet(call) && ['approval', 'sweeper'].some((each) => isBy(each, call));
      cloud.gateway.interrupt((call) => (cannotAsk(call) ? unavailable : null));
      const id = await requestSet(cloud, `${REQUEST} on second thoughts`);
      await sweptUntil(cloud, id, 'Both runs', areBegun);
      return setWhere(cloud, id, 'Both runs waiting', waitForApproval);
    };

    it('is asked for when a run of it ends, where nobody else could, and moves nothing when it is denied', async () => {
      const view = await unasked();
      const { id } = view.set;
      await abort(cloud, memberOf(view, SECOND));
      await setWhere(cloud, id, 'The approval being asked for', isAsked);
      expect(callsBy('close', 'dynamodb:PutItem', approvalOf(id))).not.toEqual([]);
      await deny(cloud, id);
      const { members, closed } = await sweptUntil(cloud, id, 'The end of the set', isOver);
      expect(members.map(({ run }) => run?.closed?.result)).toEqual(['denied', 'aborted']);
      expect(closed?.says).toBe('The request was denied: nothing was moved.');
    });

    it('is asked for by the event of an execution that died, and is over when it is aborted', async () => {
      const view = await unasked();
      const { id } = view.set;
      await stopExecution(cloud, memberOf(view, SECOND));
      await setWhere(cloud, id, 'The approval being asked for', isAsked);
      expect(callsBy('finalizer', 'dynamodb:PutItem', approvalOf(id))).not.toEqual([]);
      await abort(cloud, id);
      const { members, closed } = await sweptUntil(cloud, id, 'The end of the set', isOver);
      expect(members.map(({ run }) => run?.closed?.result)).toEqual(['aborted', 'stopped']);
      expect(closed?.says).toBe('0 of 2 applications were moved before it was aborted.');
    });

    it('ends the run that comes after one whose execution died', async () => {
      const id = await requestSet(cloud, `${REQUEST} in vain`);
      const view = await sweptUntil(cloud, id, 'The approval being asked for', isAsked);
      await stopExecution(cloud, memberOf(view, 'shop'));
      await until('The other run woken', PATIENCE_MS, async () => callsBy('finalizer', 'states:SendTaskSuccess')[0] ?? null);
      const { members, closed } = await sweptUntil(cloud, id, 'The end of the set', isOver);
      expect(members.map(({ run }) => run?.closed?.result)).toEqual(['stopped', 'blocked']);
      expect(members[1]?.run?.closed?.says).toContain('billing comes after shop, which was not moved.');
      expect(closed?.says).toBe('0 of 2 applications were moved.');
    });

    it('moves both by one approval, although its runs and its approval are left to the sweeper', async () => {
      const { primary, dr } = cloud.config.regions;
      const promotions = promotionsOf(cloud);
      const orders = await Promise.all(both.map((each) => placeOrder(each, primary)));
      cloud.gateway.interrupt((call) => {
        const isLook = isBy('bot', call) && call.action === 'lambda:InvokeFunction';
        return isLook || (asksForSet(call) && isBy('approval', call)) ? unavailable : null;
      });
      const id = await requestSet(cloud, `${REQUEST} the Region is failing`);
      await sweptUntil(cloud, id, 'Both runs', areBegun);
      await setWhere(cloud, id, 'Both runs waiting', waitForApproval);
      await invoke(cloud, 'sweeper', {});
      await setWhere(cloud, id, 'The approval being asked for', isAsked);
      cloud.gateway.interrupt(null);
      await approveSet(cloud, id);
      await sweptUntil(cloud, id, 'The first one being let go', ({ members }) => members[0]?.run?.approvedAt !== null);
      const view = await setOver(both, id);
      expect(callsBy('close', 'states:SendTaskSuccess')).not.toEqual([]);

      expect(view.closed?.says).toBe('2 of 2 applications were moved.');
      expect(view.questions.flatMap(({ votes }) => votes.map(({ by }) => by.id))).toEqual([AMIR]);
      const [first, second] = view.members;
      expect(second?.releasedAt).toBeGreaterThanOrEqual(first?.run?.closed?.at ?? Number.POSITIVE_INFINITY);
      expect(promotionsOf(cloud)).toBe(promotions + 2);
      for (const [index, each] of both.entries()) {
        const { run } = view.members[index]?.run ?? {};
        expect(await hasOrder(each, dr, orders[index] ?? '')).toBe(true);
        expect(await each.world().judge.canWriterCommit(primary)).toBe(false);
        expect(await each.world().judge.canWriterCommit(dr)).toBe(true);
        for (const side of ['dr', 'control'] as const) {
          expect(JSON.parse(await flag(each, side))).toEqual({ run: run?.id, epoch: run?.epoch });
        }
      }
      const { approvals, announcements } = cloud.config.slack.channels;
      const cards = (await cloud.slack.messages(approvals)).filter(({ blocks }) => JSON.stringify(blocks).includes(`(${id})`));
      expect(cards).toHaveLength(view.questions.length);
      await until('The summary', 60_000, async () =>
        (await textsIn(cloud, announcements)).includes(view.closed?.says ?? '') ? true : null,
      );
    });

    it.each(['primary', 'dr'] as const)('has an agent of its own for each, which looks after the %s Region', async (side) => {
      const woken = await Promise.all(both.map((each) => wake(each, side)));
      expect(woken.map(({ seen }) => seen.writersMayLogin)).toEqual([side === 'dr', side === 'dr']);
    });
  });
}

const isBy = (id: string, { caller }: Call): boolean => caller === functionName(id);
/** The partition of a set's approval. */
const approvalOf = (set: string): string => `$dr#question_${set}`;
const asksForSet = (call: Call): boolean =>
  call.action === 'dynamodb:PutItem' && partitionOf(call).startsWith(approvalOf('SET-'));
