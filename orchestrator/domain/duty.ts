/** What the services of a Region are there for: to be used, to stand by, or nothing, where a failover stopped them. */
export type Duty = 'active' | 'standby' | 'left';

/** How many tasks autoscaling keeps. */
export interface Limits {
  readonly min: number;
  readonly max: number;
}

/** The limits of a service of dr.yml on that duty, whichever Region has it; no tasks at all of one that dr.yml does not name. */
export function limitsOf(service: Readonly<Record<'primary' | 'dr', Limits>> | undefined, duty: Duty): Limits {
  if (service === undefined) return { min: 0, max: 0 };
  if (duty === 'active') return service.primary;
  return duty === 'standby' ? service.dr : { ...service.dr, min: 0 };
}
