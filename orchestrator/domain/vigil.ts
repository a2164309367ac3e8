import type { Region } from './region.ts';

/** How long a Region that writes may show no new heartbeat before its agent counts as asleep, ms: it wakes each minute. */
export const ASLEEP_MS = 300_000;

/** What an agent sees of its own database, as far as its vigil shows in it. */
export interface Watched {
  readonly inRecovery: boolean;
  readonly writersMayLogin: boolean;
  readonly heartbeat: { readonly at: number; readonly fencedAt: number | null } | null;
}

/** Something that people should know about how a Region looks after itself, and whether it is that it fenced itself. */
export interface VigilNews {
  readonly kind: 'fenced-itself' | 'asleep';
  readonly says: string;
}

/**
 * What is to be told of a Region's vigil at `now` (epoch ms); null where there is nothing. A replica's heartbeat is the writer's. A fence
 * that is older than the last heartbeat was overruled, and who is locked out now was locked out by a run.
 */
export function vigilOf(region: Region, { inRecovery, writersMayLogin, heartbeat }: Watched, now: number): VigilNews | null {
  if (inRecovery || heartbeat === null) return null;
  const { at, fencedAt } = heartbeat;
  if (!writersMayLogin) {
    return fencedAt === null || fencedAt < at
      ? null
      : {
          kind: 'fenced-itself',
          says: `${region} fenced itself at ${toMinute(fencedAt)}: a run moved the application away from it`,
        };
  }
  return now - at <= ASLEEP_MS
    ? null
    : {
        kind: 'asleep',
        says: `the agent in ${region} has left no heartbeat since ${toMinute(at)}, so ${region} would not fence itself`,
      };
}

const toMinute = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
