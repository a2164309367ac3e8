import { Refused } from '../../../orchestrator/domain/errors.ts';
import type { Region } from '../../../orchestrator/domain/region.ts';
import { judgeOwnRegion, type Recorded } from '../../../orchestrator/domain/writer.ts';
import type { InstanceStatus, Marker, Observation } from '../../../orchestrator/ports/world.ts';
import { append, type Change, endOf, heartbeatIn, markerIn, mayLogin, toLsn, type WalRecord } from './wal.ts';

/** A database server: its log, whether it is a replica, and who is connected. */
export class Server {
  wal: readonly WalRecord[] = [];
  /** The Region it replicates from. */
  replicaOf: Region | null;
  startedAt: number;
  /** When a promotion that was asked for ends, epoch ms. */
  promotedAt: number | null = null;
  /** When a backup ends, epoch ms. */
  backedUpAt = 0;
  /** When it is made, epoch ms; never where it was set aside and no other is asked for. */
  madeAt = Number.NEGATIVE_INFINITY;
  /** Open sessions of writer roles. */
  readonly sessions = new Set<symbol>();
  /** Prepared transactions of writer roles; they outlive their sessions and the server. */
  readonly prepared = new Set<symbol>();
  #replayed: WalRecord | null = null;

  constructor(replicaOf: Region | null, startedAt: number) {
    this.replicaOf = replicaOf;
    this.startedAt = startedAt;
  }

  /** Whether it can be asked: it is made. */
  answers(now: number): boolean {
    return now >= this.madeAt;
  }

  get inRecovery(): boolean {
    return this.replicaOf !== null;
  }

  commit(at: number, change: Change): void {
    this.wal = append(this.wal, at, change);
  }

  /** A writer's commit through a session that is open; false where the server refuses it. */
  write(at: number, id: string): boolean {
    if (this.inRecovery) return false;
    this.commit(at, { kind: 'row', id });
    return true;
  }

  /** Takes over what the source has committed up to `until`, unless its promotion is under way. */
  replicate(source: Server, until: number): void {
    if (!this.inRecovery || this.promotedAt !== null) return;
    const arrived = source.wal.slice(this.wal.length).filter(({ at }) => at <= until);
    if (arrived.length === 0) return;
    this.wal = [...this.wal, ...arrived];
    this.#replayed = arrived.at(-1) ?? null;
  }

  /** Ends a promotion whose time has come. */
  finishPromotion(now: number): void {
    if (this.promotedAt === null || this.promotedAt > now) return;
    this.commit(this.promotedAt, { kind: 'promoted' });
    this.replicaOf = null;
    this.promotedAt = null;
  }

  status(now: number): InstanceStatus {
    const isChanging = this.promotedAt !== null || !this.answers(now);
    const state = isChanging ? 'modifying' : this.backedUpAt > now ? 'backing-up' : 'available';
    return { state, replicaOf: this.replicaOf };
  }

  observe(): Observation {
    const replayed = this.#replayed && toLsn(this.#replayed.end);
    return {
      startedAt: this.startedAt,
      inRecovery: this.inRecovery,
      writersMayLogin: mayLogin(this.wal),
      mayFence: true,
      mayMark: true,
      tracksCommits: true,
      unreadable: [],
      writerSessions: this.sessions.size,
      preparedTransactions: this.prepared.size,
      flushLsn: this.inRecovery ? null : toLsn(endOf(this.wal)),
      receivedLsn: this.inRecovery ? toLsn(endOf(this.wal)) : null,
      replayedLsn: this.inRecovery ? toLsn(endOf(this.wal)) : replayed,
      lastCommitAt: this.#replayed?.at ?? null,
      marker: markerIn(this.wal),
      heartbeat: heartbeatIn(this.wal),
    };
  }

  fence(at: number): void {
    if (this.inRecovery) throw new Refused('This database is a replica: its roles come from the server it replicates from.');
    if (mayLogin(this.wal)) this.commit(at, { kind: 'login', allowed: false });
    this.sessions.clear();
  }

  open(at: number): void {
    if (this.inRecovery) throw new Refused('This database is still in recovery, so its writers stay locked out.');
    if (!mayLogin(this.wal)) this.commit(at, { kind: 'login', allowed: true });
  }

  /** What its Region's agent does each minute: it leaves its heartbeat when that is due, and fences where the record says so now. */
  wake({ due, now }: { readonly due: number; readonly now: number }, own: Region, recorded: Recorded): void {
    const { inRecovery, marker, writersMayLogin, heartbeat } = this.observe();
    const { fences } = judgeOwnRegion(own, recorded, { inRecovery, marker });
    if (inRecovery || !writersMayLogin) return;
    if (fences) {
      this.fence(now);
      this.commit(now, { kind: 'heartbeat', heartbeat: { at: heartbeat?.at ?? now, fencedAt: now } });
    } else {
      const at = Math.max(due, this.wal.at(-1)?.at ?? due);
      this.commit(at, { kind: 'heartbeat', heartbeat: { at, fencedAt: heartbeat?.fencedAt ?? null } });
    }
  }

  mark(at: number, marker: Marker): string {
    if (this.inRecovery) throw new Refused('This database is a replica: no marker can be committed in it.');
    const last = markerIn(this.wal);
    if (last?.run !== marker.run || last.epoch !== marker.epoch) this.commit(at, { kind: 'marker', marker });
    return toLsn(endOf(this.wal));
  }
}
