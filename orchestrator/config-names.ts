import type { Config } from './config.ts';

type Applications = Config['applications'];

/** What the name of an instance is followed by, at its longest, where it is kept after a move: the day and the run. */
const KEPT_AS = '-old-2026-11-29-dr-999999';
/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html */
const LONGEST = 63 - KEPT_AS.length;
/** What the names of kept instances, and of a drill's copies, go on with. */
const MADE_OF = ['-old-', '-drill-'] as const;

/**
 * DB instances of which moves and drills could not name what they make, or would take one for what was made of another. A platform
 * whose dr.yml has any does not start, so that its readiness has none to tell of.
 */
export function namesakes(
  applications: Applications,
): readonly { readonly path: readonly string[]; readonly expected: string }[] {
  const all = Object.entries(applications).flatMap(([application, { database }]) =>
    (['primary', 'dr'] as const).map((side) => ({ application, side, id: database.instances[side] })),
  );
  return all.flatMap(({ application, side, id }) => {
    const path = [application, 'database', 'instances', side];
    const other = all.find((one) => MADE_OF.some((made) => id.startsWith(`${one.id}${made}`)));
    const mixed =
      other && `expected another name than those of what is made of ${other.id}, with ${MADE_OF.join(' or ')} after it`;
    const long = id.length > LONGEST && `expected at most ${LONGEST} characters: what is kept of it gets ${KEPT_AS.length} more`;
    return [mixed, long].flatMap((expected) => (expected ? [{ path, expected }] : []));
  });
}
