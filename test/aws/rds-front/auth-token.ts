/** Whom a token has to be for. */
export interface Expected {
  readonly host: string;
  readonly region: string;
  readonly user: string;
  /** Epoch ms. */
  readonly now: number;
}

/** The session of the role that signed a token, where the test's runtime has put the function's name. */
export const signerOf = (token: string): string | null =>
  URL.parse(`https://${token}`)?.searchParams.get('X-Amz-Security-Token') ?? null;

/**
 * What is wrong with an authentication token, or null: it is a presigned request `connect` to the instance, signed for
 * `rds-db` in its Region, for that user, and is good for 15 minutes. The signature itself is not checked.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html
 */
export function whyNotLetIn(token: string, { host, region, user, now }: Expected): string | null {
  const url = URL.parse(`https://${token}`);
  if (url === null) return 'this is no token';
  const field = (name: string): string => url.searchParams.get(name) ?? '';
  if (url.hostname !== host) return `the token is for ${url.hostname}, not for ${host}`;
  if (field('Action') !== 'connect') return 'the token is not for connecting';
  if (field('DBUser') !== user) return `the token is for ${field('DBUser')}`;
  if (!field('X-Amz-Credential').endsWith(`/${region}/rds-db/aws4_request`)) return `the token was not made in ${region}`;
  if (!/^[0-9a-f]{64}$/.test(field('X-Amz-Signature'))) return 'the token is not signed';
  const [, date, time] = /^(\d{8})T(\d{6})Z$/.exec(field('X-Amz-Date')) ?? [];
  if (date === undefined || time === undefined) return 'the token has no date';
  const written = `${date.replace(/(....)(..)(..)/, '$1-$2-$3')}T${time.replace(/(..)(..)(..)/, '$1:$2:$3')}Z`;
  const age = now - Date.parse(written);
  return age >= -60_000 && age <= Number(field('X-Amz-Expires')) * 1_000 ? null : 'the token has expired';
}
