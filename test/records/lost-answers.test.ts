import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labDynamoClient, startRecords, TABLE } from '../../lab/records/start.ts';
import { dynamoRecords } from '../../orchestrator/aws/records/dynamo-records.ts';
import type { Records } from '../../orchestrator/ports/records.ts';
import { aQuestion, aRun, aVote, unused } from '../contracts/samples.ts';
import { type LossyWire, layWire } from './lossy-wire.ts';

let started: Awaited<ReturnType<typeof startRecords>>;
let wire: LossyWire;
let records: Records;

beforeAll(async () => {
  started = await startRecords();
  wire = await layWire(started.url);
  records = dynamoRecords(labDynamoClient(wire.url), TABLE);
});
afterAll(async () => {
  await wire.stop();
  await started.stop();
});

const losing = async <T>(operation: string, call: () => Promise<T>, meanwhile?: () => Promise<unknown>): Promise<T> => {
  const before = wire.lost();
  wire.loseNext(operation, meanwhile);
  const answer = await call();
  expect(wire.lost()).toBe(before + 1);
  return answer;
};

describe('a conditional write whose answer is lost, and which the SDK therefore sends again', () => {
  it('takes the claim for the run that asked, not for nobody', async () => {
    const application = unused('shop');
    await records.claims.look(application);
    const { run } = await losing('UpdateItem', () => records.claims.take(application, 3));
    expect((await records.claims.look(application)).run).toBe(run);
  });

  it('has the run that asked wait for the claim, and take it over', async () => {
    const application = unused('shop');
    const holder = await records.claims.take(application, 3);
    const next = await losing('UpdateItem', () => records.claims.wait(application, 4, holder));
    const waiter = { application, run: next?.run ?? '', epoch: next?.epoch ?? 0 };
    expect((await records.claims.look(application)).next).toEqual(next);
    const taken = await losing('UpdateItem', () => records.claims.takeOver(waiter, holder));
    expect(taken).toMatchObject({ run: waiter.run, epoch: 2, next: null });
  });

  it('counts the vote once and does not call it a second one', async () => {
    const { run, id, hash } = await records.questions.ask(aQuestion());
    const question = await losing('UpdateItem', () => records.questions.vote(run, id, hash, aVote('U1')));
    expect(question.votes).toEqual([aVote('U1')]);
  });

  it('does not take its own claim of a signature for a second copy of the request', async () => {
    const signature = unused('v0');
    const time = { at: 1_000, untilMs: 2_000 };
    expect(await losing('PutItem', () => records.replays.seen(signature, time))).toBe(false);
    expect(await records.replays.seen(signature, time)).toBe(true);
  });

  it('appends one entry', async () => {
    const { id } = aRun();
    const body = { kind: 'working', row: 'promote', undo: false, why: 'It takes its time.' } as const;
    const entry = await losing('PutItem', () => records.journal.append(id, 1, body));
    expect(await records.journal.read(id)).toEqual([entry]);
  });

  it('appends one entry even when somebody else appends before it is sent again', async () => {
    const { id } = aRun();
    const body = (why: string) => ({ kind: 'working', row: 'promote', undo: false, why }) as const;
    const other = dynamoRecords(labDynamoClient(started.url), TABLE);
    const append = () => records.journal.append(id, 1, body('mine'));
    const entry = await losing('PutItem', append, () => other.journal.append(id, 2, body('theirs')));
    expect(await records.journal.read(id)).toEqual([entry, { ...body('theirs'), seq: 2, at: 2 }]);
  });

  it('says that it closed the run', async () => {
    const run = aRun();
    await records.journal.begin(run);
    expect(await losing('UpdateItem', () => records.journal.close(run.id, 'succeeded', 9))).toBe(true);
    expect(await records.journal.close(run.id, 'stopped', 10)).toBe(false);
  });

  it('passes the point of no return, and stops, as if nothing had happened', async () => {
    const claim = await records.claims.take(unused('shop'), 3);
    const passed = await losing('UpdateItem', () => records.claims.passPointOfNoReturn(claim, 'us-west-2', 7));
    expect(passed.pointOfNoReturnAt).toBe(7);
    const stop = { kind: 'stop', by: 'U1', at: 8 } as const;
    expect((await losing('UpdateItem', () => records.claims.stop(claim, stop))).stop).toEqual(stop);
  });
});
