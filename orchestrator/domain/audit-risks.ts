import type { Region } from './region.ts';

/** What an agent sees of its own database, as far as counting what a late fence left behind takes it. */
export interface Auditable {
  readonly tracksCommits: boolean;
  readonly unreadable: readonly string[];
}

/** Why writes that would be left behind in a Region could not be counted, in all of its audited tables or in some; a sentence each. */
export function auditRisks(
  region: Region,
  { tracksCommits, unreadable }: Auditable,
  audited: readonly unknown[],
): readonly string[] {
  if (audited.length === 0) return [];
  if (!tracksCommits) {
    return [`writes left behind in ${region} could not be counted: track_commit_timestamp is off in its parameter group`];
  }
  return unreadable.map(
    (table) =>
      `writes left behind in ${region} could not be counted in ${table}: it is missing, or its owner has yet to run "grant select on ${table} to dr_agent"`,
  );
}
