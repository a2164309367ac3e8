import { Busy } from '../../orchestrator/domain/errors.ts';
import type { Surface, Surfaces } from '../../orchestrator/ports/records.ts';

/** In place of a message's `ts` while it is not known whether Slack has taken it. */
export const POSTING = 'posting';

/** How long a message is left to whoever last tried to post it: well above the 5 s that an answer of Slack's is waited for, on a slow day too. */
const CLAIM_MS = 30_000;

/** What a claim is written with. */
export interface Claimant {
  readonly surfaces: Surfaces;
  /** Epoch ms. */
  readonly now: () => number;
}

/** The sole right to post one message, for some seconds. */
export interface Claim {
  /** Takes it, or takes it for longer; throws `Busy` while another reporter has it, and once the message stands. */
  hold(): Promise<void>;
  /** Gives it back, so that the next report need not wait for its end. */
  release(): Promise<void>;
}

/** A claim to a message that was read as `before`. */
export function claimOf(
  { surfaces, now }: Claimant,
  surface: Omit<Surface, 'ts' | 'drawnSeq'>,
  before: Surface | undefined,
): Claim {
  let held = before;
  let isOurs = false;
  const take = (claimedUntil: number): Promise<boolean> => {
    const next = { ...surface, ts: POSTING, drawnSeq: 0, claimedUntil };
    const was = held;
    held = next;
    return surfaces.claim(next, was);
  };

  return {
    async hold() {
      const isAnothers = !isOurs && (held?.claimedUntil ?? 0) > now();
      isOurs = !isAnothers && (await take(now() + CLAIM_MS));
      if (!isOurs) throw new Busy('Another report is posting this message.');
    },
    async release() {
      // What cannot be given back runs out.
      if (isOurs) await take(0).catch(() => false);
    },
  };
}
