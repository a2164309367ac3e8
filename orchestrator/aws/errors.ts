import { isExpected, Refused, Unavailable } from '../domain/errors.ts';

/**
 * Names AWS gives to "come back later": the list the SDK itself retries by (it has done so by the time they get here), and
 * two that mean the same: another change is under way, or a function is being woken. `LimitExceededException` is not of them: to
 * most services it is a quota, which waiting does not lift.
 */
const THROTTLES: ReadonlySet<string> = new Set([
  'ConcurrentUpdateException',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'ResourceConflictException',
  'SlowDown',
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'TooManyRequestsException',
]);
const TIMEOUTS: ReadonlySet<string> = new Set(['TimeoutError', 'RequestTimeout', 'RequestTimeoutException', 'AbortError']);
const NETWORK: ReadonlySet<string> = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

interface Raw {
  readonly name?: string;
  readonly code?: string;
  readonly cause?: unknown;
  readonly message?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/**
 * Asks AWS about the application: as `ask`, and what AWS answers and will not do (no permission, no such thing, wrong value,
 * wrong state) becomes `Refused`, because it is the operator who can mend it.
 */
export async function askFor<T>(what: string, call: () => Promise<T>): Promise<T> {
  try {
    return await ask(what, call);
  } catch (error) {
    const met = isExpected(error) ? undefined : chain(error).find(isRefusal);
    if (met === undefined) throw error;
    throw new Refused(`${what} fails: ${sentence(met)}`, { cause: error });
  }
}

/** Whether an error, or what caused it, has that name in AWS's own words. */
export function isNamed(error: unknown, ...names: readonly string[]): boolean {
  return chain(error).some(({ name }) => name !== undefined && names.includes(name));
}

/** What the call answers, or `otherwise` when AWS says one of those names. */
export async function unless<T, Other>(names: readonly string[], otherwise: Other, call: () => Promise<T>): Promise<T | Other> {
  try {
    return await call();
  } catch (error) {
    if (isNamed(error, ...names)) return otherwise;
    throw error;
  }
}

/**
 * Makes one AWS call. Throttles, timeouts, 5xx and an unreachable endpoint become `Unavailable`, which names `what` was
 * called; anything else is thrown as it came.
 */
export async function ask<T>(what: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const met = chain(error).find(isTransient);
    if (met === undefined) throw error;
    const says = `${what} does not answer: ${met.message || met.name || met.code}.`;
    throw new Unavailable(says, { cause: error, isThrottled: isThrottled(met) });
  }
}

/** A conditional write: what it answered, or `null` when its condition did not hold. */
export async function askIf<T>(what: string, call: () => Promise<T>): Promise<T | null> {
  try {
    return await ask(what, call);
  } catch (error) {
    if (isNamed(error, 'ConditionalCheckFailedException')) return null;
    throw error;
  }
}

const isThrottled = ({ name = '', $metadata }: Raw): boolean => THROTTLES.has(name) || $metadata?.httpStatusCode === 429;

function isTransient(raw: Raw): boolean {
  const { name = '', code = '', $metadata } = raw;
  const isTimedOut = TIMEOUTS.has(name);
  const isUnreachable = NETWORK.has(code);
  const isServerFault = ($metadata?.httpStatusCode ?? 0) >= 500;
  return isThrottled(raw) || isTimedOut || isUnreachable || isServerFault;
}

function isRefusal({ $metadata }: Raw): boolean {
  const status = $metadata?.httpStatusCode ?? 0;
  return status >= 400 && status < 500;
}

const sentence = ({ message, name = 'no reason given' }: Raw): string => `${(message || name).replace(/\.$/, '')} (${name}).`;

/** The error and its causes: libraries between us and the SDK wrap what it throws. */
function chain(error: unknown): readonly Raw[] {
  const links: Raw[] = [];
  for (let link = error; typeof link === 'object' && link !== null && links.length < 8; link = (link as Raw).cause) {
    links.push(link);
  }
  return links;
}
