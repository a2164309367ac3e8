import { afterAll, beforeAll, expect, it } from 'vitest';
import { labDynamoClient, startRecords, TABLE } from '../../lab/records/start.ts';
import type { Permission } from '../../orchestrator/aws/permissions.ts';
import { dynamoRecords } from '../../orchestrator/aws/records/dynamo-records.ts';
import { recordsPermissions } from '../../orchestrator/aws/records/permissions.ts';
import type { Records } from '../../orchestrator/ports/records.ts';
import { aCost, aQuestion, aRun, aSet, aTest, aVote } from '../contracts/samples.ts';
import { type Use, WRITES } from './writes.ts';

let started: Awaited<ReturnType<typeof startRecords>>;
beforeAll(async () => {
  started = await startRecords();
});
afterAll(() => started.stop());

/** What calls wrote to the table, as an action on a partition. */
interface Written {
  readonly action: string;
  readonly partition: string;
}

/** Records that tell what is written. */
function watched(): { readonly records: Records; readonly written: Written[] } {
  const client = labDynamoClient(started.url);
  const written: Written[] = [];
  client.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        const { Item, Key = Item } = args.input as { readonly Item?: { pk: string }; readonly Key?: { pk: string } };
        const name = commandName?.replace(/Command$/, '').replace(/^Put$|^Update$/, '$&Item');
        if (Key && (name === 'PutItem' || name === 'UpdateItem')) {
          written.push({ action: `dynamodb:${name}`, partition: Key.pk });
        }
        return next(args);
      },
    { step: 'initialize' },
  );
  return { records: dynamoRecords(client, TABLE), written };
}

/** Calls each method that writes, once. */
const CALLS: Readonly<Record<string, (records: Records) => Promise<unknown>>> = {
  'claims.take': ({ claims }) => claims.take('a', 1),
  'claims.wait': ({ claims }) => claims.wait('a', 1, { run: 'DR-1', epoch: 1 }),
  'claims.passPointOfNoReturn': ({ claims }) => claims.passPointOfNoReturn({ application: 'a', run: 'DR-1', epoch: 1 }, 'x', 1),
  'claims.stop': ({ claims }) => claims.stop({ application: 'a', run: 'DR-1', epoch: 1 }, { kind: 'stop', by: 'U', at: 1 }),
  'claims.takeOver': ({ claims }) =>
    claims.takeOver({ application: 'a', run: 'DR-2', epoch: 2 }, { run: 'DR-1', epoch: 1, isPast: true }),
  'claims.release': ({ claims }) => claims.release({ application: 'a', run: 'DR-2', epoch: 2 }),
  'claims.lock': ({ claims }) => claims.lock('a', { by: 'U', reason: 'r', at: 1 }),
  'claims.unlock': ({ claims }) => claims.unlock('a'),
  'journal.begin': ({ journal }) => journal.begin(aRun({ id: 'DR-1' })),
  'journal.append': ({ journal }) => journal.append('DR-1', 1, { kind: 'abort', by: { id: 'U', via: 'slack' } }),
  'journal.close': ({ journal }) => journal.close('DR-1', 'aborted', 2),
  'questions.ask': ({ questions }) => questions.ask(aQuestion({ run: 'DR-1' })),
  'questions.vote': ({ questions }) => questions.vote('DR-1', 'approval.1', 'a1b2', aVote('U')),
  'questions.settle': ({ questions }) => questions.settle('DR-1', 'approval.1', 'approved', 1),
  'questions.attach': ({ questions }) => questions.attach('DR-1', 'approval.1', 'token'),
  'questions.delivered': ({ questions }) => questions.delivered('DR-1', 'approval.1', 'token'),
  'sets.begin': ({ sets }) => sets.begin(aSet()),
  'sets.close': ({ sets }) => sets.close('SET-1', 2),
  'sightings.record': ({ sightings }) =>
    sightings.record('a', { region: 'x', lastAnsweredAt: 1, missedAt: null, downSince: null }),
  'surfaces.claim': ({ surfaces }) =>
    surfaces.claim({ run: 'DR-1', name: 'card', channel: 'C', ts: 'posting', drawnSeq: 0, claimedUntil: 1 }, undefined),
  'surfaces.save': ({ surfaces }) => surfaces.save({ run: 'DR-1', name: 'card', channel: 'C', ts: '1', drawnSeq: 1 }),
  'replays.seen': ({ replays }) => replays.seen('signature', { at: 1, untilMs: 2 }),
  'tests.add': ({ tests }) => tests.add(aTest()),
  'costs.record': ({ costs }) => costs.record(aCost()),
};

/** How the partitions begin that a permission is for; none when it is for all. */
const prefixesOf = ({ conditions }: Permission): readonly string[] =>
  (conditions?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'] ?? []).map((key) => key.replace(/\*$/, ''));

const covers = (use: Use, { action, partition }: Written): boolean => {
  const permission: Permission = recordsPermissions[use];
  return permission.actions.includes(action) && prefixesOf(permission).some((prefix) => partition.startsWith(prefix));
};

it('writes nothing but what the uses of each method allow, and everything that they allow', async () => {
  const { records, written } = watched();
  const methods = Object.entries(WRITES).flatMap(([name, uses]) =>
    Object.entries(uses).map(([method, needed]) => ({ method: `${name}.${method}`, needed: needed as readonly Use[] })),
  );
  expect(methods.map(({ method }) => method).toSorted()).toEqual(Object.keys(CALLS).toSorted());
  for (const [method, call] of Object.entries(CALLS)) {
    written.length = 0;
    await call(records);
    const needed = methods.find((each) => each.method === method)?.needed ?? [];
    expect([method, written.filter((each) => !needed.some((use) => covers(use, each)))]).toEqual([method, []]);
    expect([method, needed.filter((use) => !written.some((each) => covers(use, each)))]).toEqual([method, []]);
  }
});

it('allows a use in no partition of another', () => {
  const prefixes = [...new Set(Object.values(recordsPermissions).flatMap(prefixesOf))];
  expect(prefixes).toHaveLength(10);
  for (const one of prefixes) expect(prefixes.filter((other) => other !== one && other.startsWith(one))).toEqual([]);
});
