import { describe, expect, it } from 'vitest';
import { Refused, Unavailable } from '../../orchestrator/domain/errors.ts';
import { reconcile } from '../../orchestrator/reconcile.ts';
import { amir, approve, dr, gus, isClosed, primary, type Rehearsal, rehearse, requested, rosa } from './rehearsal.ts';

const rowIs =
  (id: string, state: string) =>
  ({ rows }: { readonly rows: readonly { readonly id: string; readonly state: string }[] }): boolean =>
    rows.some((row) => row.id === id && row.state === state);

const promotions = ({ world }: Rehearsal): number =>
  world.calls.filter(({ port, method }) => port === 'database' && method === 'promote').length;

describe('a step that fails', () => {
  it('pauses the run, asks, and goes on where it was when people choose retry', async () => {
    const rehearsal = rehearse();
    const mend = rehearsal.world.fail('traffic', 'shift', 'always', new Refused('Access to the flag bucket is denied.'));
    const asked = await requested(rehearsal);
    const run = asked.run.id;
    await approve(rehearsal, asked);
    const paused = await rehearsal.until(run, 'asking', ({ phase }) => phase === 'waiting-for-decision');
    expect(paused.rows.find(({ id }) => id === 'shift-traffic')).toMatchObject({
      state: 'failed',
      says: 'Access to the flag bucket is denied.',
    });

    mend();
    const question = paused.questions.at(-1)?.id ?? '';
    await expect(rehearsal.recovery.decide({ run, question, choice: 'retry', by: gus })).rejects.toThrow('may not steer');
    await rehearsal.recovery.decide({ run, question, choice: 'retry', by: rosa });
    await expect(rehearsal.recovery.decide({ run, question, choice: 'stop', by: amir })).rejects.toThrow(Refused);
    const view = await rehearsal.until(run, 'closed', isClosed);
    expect(view.closed?.result).toBe('succeeded');
    expect(promotions(rehearsal)).toBeGreaterThan(0);
  });

  it('is taken back when people roll back before the point of no return', async () => {
    const rehearsal = rehearse();
    const { world } = rehearsal;
    const before = await world.services.look(dr);
    const asked = await requested(rehearsal);
    world.fail('agent', 'mark', 'always', new Refused('The marker table is missing.'));
    const run = asked.run.id;
    await approve(rehearsal, asked);
    const paused = await rehearsal.until(run, 'asking', ({ phase }) => phase === 'waiting-for-decision');
    await rehearsal.recovery.decide({ run, question: paused.questions.at(-1)?.id ?? '', choice: 'roll-back', by: amir });
    const view = await rehearsal.until(run, 'closed', isClosed);

    expect(view.closed).toMatchObject({ result: 'rolled-back', left: [] });
    expect(view.rollBack).toMatchObject({ by: amir, why: 'The marker table is missing.' });
    expect(view.rows.find(({ id }) => id === 'fence')?.state).toBe('undone');
    expect(world.write(primary)).not.toBeNull();
    expect(promotions(rehearsal)).toBe(0);
    await rehearsal.world.clock.advance(120_000);
    const after = await world.services.look(dr);
    expect(Object.values(after).map(({ desired }) => desired)).toEqual(Object.values(before).map(({ desired }) => desired));
  });

  it('says what is true and what is left when people stop after the point of no return', async () => {
    const rehearsal = rehearse();
    rehearsal.world.fail('traffic', 'shift', 'always', new Refused('Access to the flag bucket is denied.'));
    const asked = await requested(rehearsal);
    const run = asked.run.id;
    await approve(rehearsal, asked);
    const paused = await rehearsal.until(run, 'asking', ({ phase }) => phase === 'waiting-for-decision');
    await rehearsal.recovery.decide({ run, question: paused.questions.at(-1)?.id ?? '', choice: 'stop', by: amir });
    const { closed } = await rehearsal.until(run, 'closed', isClosed);
    expect(closed?.result).toBe('stopped');
    expect(closed?.says).toContain('past the point of no return');
    expect(closed?.left).toEqual([
      'Send users of app.my-projects-aws.site to us-west-2',
      'Read and write through app.my-projects-aws.site',
    ]);
    expect(rehearsal.world.write(dr)).not.toBeNull();
  });

  it('counts as failed when nothing changes within its timeout', async () => {
    const rehearsal = rehearse();
    const asked = await requested(rehearsal);
    rehearsal.world.fail('probe', 'throughBalancer', 'always', new Unavailable('The load balancer does not answer.'));
    await approve(rehearsal, asked);
    const paused = await rehearsal.until(asked.run.id, 'asking', ({ phase }) => phase === 'waiting-for-decision');
    expect(paused.rows.find(({ id }) => id === 'verify-target')?.says).toContain('Nothing changed that within 5 min');
  });

  it('asks people about an unexpected error too, rather than dying of it', async () => {
    const rehearsal = rehearse();
    const asked = await requested(rehearsal);
    const mend = rehearsal.world.fail('probe', 'throughDomain', 'always', new TypeError('undefined is not a function'));
    await approve(rehearsal, asked);
    const paused = await rehearsal.until(asked.run.id, 'asking', ({ phase }) => phase === 'waiting-for-decision');
    expect(paused.rows.find(({ id }) => id === 'verify-dns')?.state).toBe('failed');
    mend();
    const question = paused.questions.at(-1)?.id ?? '';
    await rehearsal.recovery.decide({ run: asked.run.id, question, choice: 'retry', by: amir });
    const view = await rehearsal.until(asked.run.id, 'closed', isClosed);
    expect(view.closed?.result).toBe('succeeded');
  });
});

describe('an abort', () => {
  it('before the approval ends the run with nothing changed', async () => {
    const rehearsal = rehearse();
    const asked = await requested(rehearsal);
    await rehearsal.recovery.abort({ run: asked.run.id, by: rosa });
    const view = await rehearsal.until(asked.run.id, 'closed', isClosed);
    expect(view.closed).toMatchObject({ result: 'aborted', left: [] });
    expect(rehearsal.world.write(primary)).not.toBeNull();
  });

  it('while the fence is closed opens it again', async () => {
    const rehearsal = rehearse();
    rehearsal.world.backUp(dr, 3_600_000);
    const asked = await requested(rehearsal);
    await approve(rehearsal, asked);
    await rehearsal.until(asked.run.id, 'promotion waiting for the backup', rowIs('promote', 'working'));
    expect(rehearsal.world.write(primary)).toBeNull();
    await rehearsal.recovery.abort({ run: asked.run.id, by: amir });
    const view = await rehearsal.until(asked.run.id, 'closed', isClosed);
    expect(view.closed?.result).toBe('aborted');
    expect(rehearsal.world.write(primary)).not.toBeNull();
    expect(rehearsal.world.write(dr)).toBeNull();
  });

  it('after the point of no return is refused, says what is left, and changes nothing', async () => {
    const rehearsal = rehearse();
    const asked = await requested(rehearsal);
    await approve(rehearsal, asked);
    await rehearsal.until(asked.run.id, 'past the point', ({ pointOfNoReturnAt }) => pointOfNoReturnAt !== null);
    await expect(rehearsal.recovery.abort({ run: asked.run.id, by: rosa })).rejects.toThrow(/point of no return.*failback/s);
    const view = await rehearsal.until(asked.run.id, 'closed', isClosed);
    expect(view.closed?.result).toBe('succeeded');
  });

  it('is denied to somebody dr.yml does not list', async () => {
    const rehearsal = rehearse();
    const asked = await requested(rehearsal);
    await expect(rehearsal.recovery.abort({ run: asked.run.id, by: gus })).rejects.toThrow('may not steer');
  });
});

describe('a source that could not be fenced', () => {
  it('is fenced when it answers again, and what it kept is counted', async () => {
    const rehearsal = rehearse();
    const { world } = rehearsal;
    world.write(primary);
    await world.clock.advance(1_000);
    world.cutOff(primary);
    const stranded = [world.write(primary), world.write(primary), world.write(primary)];
    const asked = await requested(rehearsal);
    await approve(rehearsal, asked);
    await rehearsal.until(asked.run.id, 'closed', isClosed);
    await reconcile(rehearsal.stage);
    expect((await rehearsal.recovery.view(asked.run.id)).fencedLater).toBeNull();

    world.heal(primary);
    await reconcile(rehearsal.stage);
    const { fencedLater } = await rehearsal.recovery.view(asked.run.id);
    expect(fencedLater?.stranded?.count).toBe(3);
    expect([...(fencedLater?.stranded?.keys ?? [])].sort()).toEqual([...stranded].sort());
    expect(world.write(primary)).toBeNull();
    expect(world.write(dr)).not.toBeNull();
  });
});

describe('a platform that is killed', () => {
  it.each(['fence', 'settle', 'promote', 'open-target', 'scale', 'verify-target', 'shift-traffic', 'verify-dns'])(
    'in %s resumes and finishes, with one promotion and one vote',
    async (row) => {
      const rehearsal = rehearse();
      const { world } = rehearsal;
      const asked = await requested(rehearsal);
      const { id } = asked.run;
      await approve(rehearsal, asked);
      await rehearsal.until(id, row, ({ rows }) => rows.some((seen) => seen.id === row && seen.state !== 'waiting'));
      await rehearsal.crash();
      const view = await rehearsal.until(id, 'closed', isClosed);

      expect(view.closed?.result).toBe('succeeded');
      const entries = await rehearsal.records.journal.read(id);
      const count = (kind: string): number => entries.filter((entry) => entry.kind === kind).length;
      expect([count('planned'), count('voted'), count('point-of-no-return'), count('closed')]).toEqual([1, 1, 1, 1]);
      expect(entries.filter((entry) => entry.kind === 'done').map((entry) => 'row' in entry && entry.row)).toHaveLength(11);
      expect(world.write(dr)).not.toBeNull();
      expect((await rehearsal.records.claims.look('shop')).run).toBeNull();
    },
  );

  it('while it waits for approval asks the same question again, with the votes that were given', async () => {
    const rehearsal = rehearse();
    const asked = await requested(rehearsal);
    await rehearsal.crash();
    const again = await rehearsal.until(asked.run.id, 'waiting', ({ phase }) => phase === 'waiting-for-approval');
    expect(again.planned?.hash).toBe(asked.planned?.hash);
    expect(again.questions).toHaveLength(1);
    await approve(rehearsal, again);
    await rehearsal.until(asked.run.id, 'closed', isClosed);
  });
});
