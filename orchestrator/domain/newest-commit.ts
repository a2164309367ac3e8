/** What an agent sees of how far a database has come. */
export interface Progress {
  readonly lastCommitAt: number | null;
  readonly heartbeat: { readonly at: number } | null;
}

/**
 * When the newest commit was made that a database shows, epoch ms; null where that is not known. A replica that was just started
 * has replayed nothing since, but its data shows the heartbeat.
 */
export const newestCommitIn = ({ lastCommitAt, heartbeat }: Progress): number | null => lastCommitAt ?? heartbeat?.at ?? null;
