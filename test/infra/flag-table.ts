import type { Situation } from './failover-template.ts';

/** One state of the flags and their endpoints, and the load balancer that users have to be led to in it. */
export interface Row {
  readonly says: string;
  readonly objects: readonly string[];
  readonly unreachable: readonly string[];
  readonly answer: string;
}

/** What the two flags and the two load balancers are called. */
export interface Named {
  readonly flags: readonly [string, string];
  readonly home: string;
  readonly away: string;
}

/** Where users are led in every state; losing one flag, or one endpoint, changes nothing. */
export function flagTable({ flags: [first, second], home, away }: Named): readonly Row[] {
  const both = [first, second];
  return [
    { says: 'normally', objects: [], unreachable: [], answer: home },
    { says: 'normally, with the first endpoint unreachable', objects: [], unreachable: [first], answer: home },
    { says: 'normally, with the second endpoint unreachable', objects: [], unreachable: [second], answer: home },
    { says: 'normally, with both endpoints unreachable', objects: [], unreachable: both, answer: home },
    { says: 'failed over', objects: both, unreachable: [], answer: away },
    { says: 'failed over, with the first endpoint unreachable', objects: both, unreachable: [first], answer: away },
    { says: 'failed over, with the second endpoint unreachable', objects: both, unreachable: [second], answer: away },
    { says: 'failed over, with both endpoints unreachable', objects: both, unreachable: both, answer: home },
    { says: 'failed over, with the first object lost', objects: [second], unreachable: [], answer: away },
    { says: 'failed over, with the second object lost', objects: [first], unreachable: [], answer: away },
  ];
}

/** Rows that are answered otherwise; which load balancers are sick must make no difference. */
export function broken(named: Named, answer: (situation: Situation) => string): readonly string[] {
  const { home, away } = named;
  return flagTable(named).flatMap((row) =>
    [[], [home], [away], [home, away]].flatMap((sick) => {
      const given = answer({ ...row, sick });
      return given === row.answer ? [] : [`${row.says}, sick: ${sick.join(' and ') || 'none'}: ${given}`];
    }),
  );
}
