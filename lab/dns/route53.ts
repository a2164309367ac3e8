/** A health check. */
export interface Check {
  isHealthy(): boolean;
}

/** A calculated check: healthy when at least `threshold` of its children are. */
export const calculated = (children: readonly Check[], threshold: number): Check => ({
  isHealthy: () => children.filter((child) => child.isHealthy()).length >= threshold,
});

/** The opposite of a check. */
export const inverted = (check: Check): Check => ({ isHealthy: () => !check.isHealthy() });

/** One of a pair of failover records: what its health depends on. */
export interface FailoverRecord {
  readonly check?: Check;
  /** The health of what it is an alias of; only where it evaluates that. */
  readonly target?: Check;
}

/**
 * Which of two failover records Route 53 answers with. A record is healthy when all that it depends on is, so without anything
 * it always is; if neither is healthy both count as healthy, and PRIMARY comes first.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-how-route-53-chooses-records.html
 */
export function choose(primary: FailoverRecord, secondary: FailoverRecord): 'PRIMARY' | 'SECONDARY' {
  return !isHealthy(primary) && isHealthy(secondary) ? 'SECONDARY' : 'PRIMARY';
}

const isHealthy = ({ check, target }: FailoverRecord): boolean =>
  [check, target].every((each) => each === undefined || each.isHealthy());
