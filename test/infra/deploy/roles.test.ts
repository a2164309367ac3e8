import { describe, expect, it } from 'vitest';
import { rolesOf, type SeenDatabase } from '../../../infra/deploy/roles.ts';
import type { Glimpse } from '../../../orchestrator/domain/active.ts';

const regions = { primary: 'us-east-1', dr: 'us-west-2', control: 'us-east-2' };
const [HOME, AWAY] = [regions.primary, regions.dr];

const OPEN: Glimpse = { inRecovery: false, writersMayLogin: true };
const CLOSED: Glimpse = { inRecovery: false, writersMayLogin: false };
const FOLLOWS: Glimpse = { inRecovery: true, writersMayLogin: true };

type Instance = SeenDatabase['instance'];
/** Both databases as RDS and as their agents tell of them, what DNS answers, where the application is active, and why its data stacks are not deployed. */
type Row = readonly [Instance, Glimpse, Instance, Glimpse, string | null, string | null, RegExp | null];

const ROWS: readonly Row[] = [
  ['absent', null, 'absent', null, null, HOME, null],
  ['writer', null, 'absent', null, null, HOME, null],
  ['writer', null, 'replica', null, null, HOME, null],
  ['writer', OPEN, 'replica', FOLLOWS, HOME, HOME, null],
  [
    'writer',
    CLOSED,
    'replica',
    FOLLOWS,
    HOME,
    HOME,
    /^status: the writers of shop-primary in us-east-1 may not log in: it is fenced\.$/,
  ],
  [
    'writer',
    CLOSED,
    'writer',
    OPEN,
    AWAY,
    AWAY,
    /^failback: shop-dr in us-west-2 is nobody's replica any more: it was promoted\.$/,
  ],
  ['writer', OPEN, 'writer', OPEN, AWAY, null, /^status: .* was promoted/],
  ['writer', null, 'writer', OPEN, AWAY, AWAY, /was promoted/],
  [
    'replica',
    FOLLOWS,
    'writer',
    OPEN,
    AWAY,
    AWAY,
    /^failback: shop-primary in us-east-1 is a replica now, of shop-dr in us-west-2\.$/,
  ],
  ['replica', FOLLOWS, 'writer', CLOSED, AWAY, AWAY, /is a replica now/],
  ['absent', null, 'writer', OPEN, AWAY, AWAY, /^failback: shop-primary in us-east-1 is gone/],
  ['absent', null, 'replica', FOLLOWS, HOME, HOME, /^failover: shop-primary in us-east-1 is gone/],
  ['silent', null, 'writer', OPEN, AWAY, AWAY, /^failback: RDS in us-east-1 does not tell/],
  ['silent', null, 'replica', FOLLOWS, HOME, HOME, /^wait: RDS in us-east-1 does not tell/],
  ['silent', null, 'silent', null, null, null, /^wait: RDS in us-east-1 does not tell/],
  ['writer', OPEN, 'silent', null, HOME, HOME, /^wait: RDS in us-west-2 does not tell what shop-dr is\.$/],
  ['replica', FOLLOWS, 'replica', FOLLOWS, HOME, null, /^look: .* is a replica, and/],
];

describe('the roles of an application', () => {
  it.each(ROWS)('where one is %s (%j) and the other %s (%j), and DNS answers %s: active in %s, %s', (...row) => {
    const [home, inHome, away, inAway, answers, active, swapped] = row;
    const roles = rolesOf(regions, {
      primary: { id: 'shop-primary', instance: home, glimpse: inHome },
      dr: { id: 'shop-dr', instance: away, glimpse: inAway },
      answers,
    });
    expect(roles.active).toBe(active);
    if (swapped === null) expect(roles.swapped).toBeNull();
    else expect(`${roles.swapped?.mend}: ${roles.swapped?.why}`).toMatch(swapped);
  });

  it.each([
    ['writer', OPEN, 'replica', FOLLOWS, null],
    ['writer', OPEN, 'absent', null, null],
    ['absent', null, 'absent', null, null],
    ['writer', OPEN, 'writer', CLOSED, AWAY],
    ['writer', CLOSED, 'writer', OPEN, HOME],
    ['absent', null, 'writer', OPEN, HOME],
    ['replica', FOLLOWS, 'writer', OPEN, null],
    ['silent', null, 'silent', null, null],
    ['silent', CLOSED, 'writer', OPEN, HOME],
    ['silent', FOLLOWS, 'writer', OPEN, null],
    ['writer', OPEN, 'silent', CLOSED, AWAY],
    ['writer', OPEN, 'silent', FOLLOWS, null],
  ] as const)('where one is %s (%j) and the other %s (%j): the Region left behind is %s', (home, inHome, away, inAway, left) => {
    const primary = { id: 'shop-primary', instance: home, glimpse: inHome };
    const dr = { id: 'shop-dr', instance: away, glimpse: inAway };
    expect(rolesOf(regions, { primary, dr, answers: null }).left).toBe(left);
  });

  it.each([
    ['writer', OPEN, 'silent', null, AWAY],
    ['silent', null, 'writer', OPEN, HOME],
    ['writer', OPEN, 'silent', FOLLOWS, null],
    ['writer', OPEN, 'replica', null, null],
    ['writer', OPEN, 'absent', null, null],
  ] as const)('where one is %s (%j) and the other %s (%j): whether it stands by is not to be told in %s', (...row) => {
    const [home, inHome, away, inAway, untold] = row;
    const primary = { id: 'shop-primary', instance: home, glimpse: inHome };
    const dr = { id: 'shop-dr', instance: away, glimpse: inAway };
    expect(rolesOf(regions, { primary, dr, answers: null }).untold).toBe(untold);
  });

  it('are judged whatever RDS says in either Region', () => {
    const all = ['absent', 'writer', 'replica', 'silent'] as const;
    for (const home of all) {
      for (const away of all) {
        const roles = rolesOf(regions, {
          primary: { id: 'shop-primary', instance: home, glimpse: null },
          dr: { id: 'shop-dr', instance: away, glimpse: null },
          answers: null,
        });
        const isAsDeployed =
          away !== 'silent' && away !== 'writer' && (home === 'writer' || (home === 'absent' && away === 'absent'));
        expect(`${home}, ${away}: ${roles.swapped === null}`).toBe(`${home}, ${away}: ${isAsDeployed}`);
      }
    }
  });
});
