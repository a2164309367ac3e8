import { describe, expect, it } from 'vitest';
import type { Facts } from '../../orchestrator/domain/facts.ts';
import { type InstanceGlimpse, judge, type Limits } from '../../orchestrator/domain/judge.ts';
import { deadSource, east, someFacts, west } from './samples.ts';

interface Case {
  readonly facts?: Partial<Facts>;
  readonly instance?: InstanceGlimpse;
  readonly limits?: Partial<Limits>;
}

const replica = { state: 'available', replicaOf: east };
const judged = ({ facts = {}, instance = replica, limits = {} }: Case) =>
  judge(someFacts(facts), instance, { kind: 'unplanned', rpo: 60_000, resumes: false, mayMark: true, ...limits });

const { source, target } = someFacts();
const promoted = { ...target, inRecovery: false };
const notReplicated = `the database in ${west} is no replica of ${east}: ask for a reprotect first`;

describe('a failover', () => {
  const blocked: readonly [title: string, is: Case, blockers: readonly string[]][] = [
    ['may run when the target follows', {}, []],
    ['may run when the source is dead', { facts: { source: deadSource } }, []],
    [
      'is blocked by a target that does not answer, once, whatever its provider says',
      { facts: { target: { ...target, inRecovery: null } }, instance: null },
      [`${west} does not answer, so it cannot take over`],
    ],
    [
      'is blocked where the application runs in the target already',
      { facts: { target: promoted, active: { region: west } } },
      [`the application already runs in ${west}`],
    ],
    ['is blocked by a target that follows nobody', { facts: { target: promoted } }, [notReplicated]],
    [
      'is blocked by a target that follows nobody while it is ambiguous who writes',
      { facts: { target: promoted, active: { ambiguous: 'no Region accepts writes' } } },
      [notReplicated],
    ],
    [
      'may go on with an unfinished move whose target is promoted',
      { facts: { target: promoted, active: { region: west } }, limits: { resumes: true } },
      [],
    ],
    [
      'may go on with an unfinished move before its target is active',
      { facts: { target: promoted }, limits: { resumes: true } },
      [],
    ],
    [
      'is blocked by a source that answers and that the agent may not fence',
      { facts: { source: { ...source, fence: 'impossible', fenceWhy: 'the agent has no ADMIN' } } },
      ['the agent has no ADMIN: grant it, or nothing there can be fenced'],
    ],
    [
      'is blocked by a stopped instance',
      { instance: { state: 'stopped', replicaOf: east } },
      [`the database in ${west} is stopped: start it first`],
    ],
    [
      'is blocked by a source that answers and that the agent may not mark',
      { limits: { mayMark: false } },
      [`the agent may not insert into dr.marker in ${east}: grant it, or the move leaves no marker`],
    ],
    [
      'may run without markers where the source is dead, because nobody could grant it',
      { facts: { source: deadSource }, limits: { mayMark: false } },
      [],
    ],
    ['is blocked by a database API that does not answer', { instance: null }, [`the database API of ${west} does not answer`]],
    [
      'is blocked when neither flag can be reached',
      { facts: { flags: { dr: 'unreachable', control: 'unreachable' } } },
      ['neither flag bucket can be reached, so users could not be sent anywhere'],
    ],
    ['may run with the flag of the DR Region alone', { facts: { flags: { dr: 'absent', control: 'unreachable' } } }, []],
    ['may run with the flag of the control Region alone', { facts: { flags: { dr: 'unreachable', control: 'absent' } } }, []],
    ['may run while the target is being backed up', { instance: { state: 'backing-up', replicaOf: east } }, []],
  ];

  it.each(blocked)('%s', (_, is, blockers) => {
    expect(judged(is).blockers).toEqual(blockers);
  });
});

describe('approving a failover', () => {
  const unproved = `${east} still answers: a failover does not prove that every write has arrived`;
  const accepted: readonly [title: string, is: Case, risks: readonly string[]][] = [
    ['of a source that answers accepts that nothing is proved', {}, [unproved]],
    [
      'of a source that cannot be fenced accepts that it may go on writing',
      { facts: { source: deadSource } },
      [`${east} cannot be fenced: if it is alive, it keeps acknowledging writes that ${west} will not have`],
    ],
    [
      'without markers accepts that the data does not show it',
      { facts: { source: deadSource }, limits: { mayMark: false } },
      [
        `${east} cannot be fenced: if it is alive, it keeps acknowledging writes that ${west} will not have`,
        `the data in ${west} gets no marker of the move: the agent may not insert into dr.marker`,
      ],
    ],
    [
      'accepts a loss that nobody knows',
      { facts: { estimatedRpoMs: null } },
      [unproved, 'how much data would be lost cannot be known'],
    ],
    ['accepts nothing about a loss at the target', { facts: { estimatedRpoMs: 60_000 } }, [unproved]],
    [
      'accepts a loss beyond the target',
      { facts: { estimatedRpoMs: 61_000 } },
      [unproved, '1 min 1 s of writes would be lost, more than the target of 1 min'],
    ],
    [
      'accepts that it is ambiguous where the application runs',
      { facts: { active: { ambiguous: 'neither Region answers' } } },
      [unproved, 'where the application runs is ambiguous: neither Region answers'],
    ],
    [
      'accepts the wait for a backup',
      { instance: { state: 'backing-up', replicaOf: east } },
      [unproved, `the database in ${west} is being backed up: promotion waits for that`],
    ],
    [
      'accepts that the flag of the DR Region is missing',
      { facts: { flags: { dr: 'unreachable', control: 'absent' } } },
      [unproved, 'the flag bucket of the DR Region cannot be reached: the other one has to do'],
    ],
    [
      'accepts that the flag of the control Region is missing',
      { facts: { flags: { dr: 'absent', control: 'unreachable' } } },
      [unproved, 'the flag bucket of the control Region cannot be reached: the other one has to do'],
    ],
    [
      'accepts objects that nobody can count',
      { facts: { storageBacklog: null } },
      [unproved, `objects not yet copied from ${east} cannot be counted`],
    ],
    [
      'accepts objects that are not yet copied',
      { facts: { storageBacklog: 3 } },
      [unproved, `3 objects are not yet copied to ${west}`],
    ],
  ];

  it.each(accepted)('%s', (_, is, risks) => {
    expect(judged(is).risks).toEqual(risks);
  });
});

describe('a switchover', () => {
  const planned = (is: Case) => judged({ ...is, limits: { kind: 'planned', ...is.limits } });

  it('may run when both Regions are well, and says what users notice', () => {
    expect(planned({})).toEqual({
      blockers: [],
      risks: [`users cannot write from the fence of ${east} until ${west} is promoted`],
    });
  });

  const blocked: readonly [title: string, is: Case, blocker: string][] = [
    ['a source that does not answer', { facts: { source: deadSource } }, 'ask for a failover instead'],
    [
      'a source that may not be fenced',
      { facts: { source: { ...source, fence: 'impossible', fenceWhy: 'the agent has no ADMIN' } } },
      'grant it',
    ],
    ['a target that does not answer', { facts: { target: { ...target, inRecovery: null } } }, 'cannot take over'],
    ['a target at an unknown position', { facts: { target: { ...target, lagBytes: null } } }, 'cannot be known'],
    ['a target that is backed up', { instance: { state: 'backing-up', replicaOf: east } }, 'users would wait'],
    ['a target that is modified', { instance: { state: 'modifying', replicaOf: east } }, 'users would wait'],
    ['an ambiguous writer', { facts: { active: { ambiguous: 'two accept writes' } } }, 'two accept writes'],
    ['a flag bucket out of reach', { facts: { flags: { dr: 'unreachable', control: 'absent' } } }, 'of the DR Region'],
    [
      'an unfinished move, which a failover goes on with',
      { facts: { target: promoted }, limits: { resumes: true } },
      notReplicated,
    ],
  ];
  it.each(blocked)('is blocked by %s', (_, is, blocker) => {
    expect(planned(is).blockers.join('; ')).toContain(blocker);
  });

  it('does not care how much a failover would lose, because it loses nothing', () => {
    expect(planned({ facts: { estimatedRpoMs: 3_600_000 } })).toEqual(planned({}));
  });
});
