/**
 * Work that never overlaps itself for one key: a call that comes while there is one waits, together with all others that do,
 * for a single further one, which begins after the first has ended.
 */
export function oneAtATime<Result>(work: (key: string) => Promise<Result>): (key: string) => Promise<Result> {
  const current = new Map<string, Promise<Result>>();
  const next = new Map<string, Promise<Result>>();

  const start = (key: string): Promise<Result> => {
    const working = work(key).finally(() => current.delete(key));
    current.set(key, working);
    return working;
  };

  return (key) => {
    const working = current.get(key);
    if (working === undefined) return start(key);
    const waiting =
      next.get(key) ??
      working
        .catch(() => undefined)
        .then(() => {
          next.delete(key);
          return start(key);
        });
    next.set(key, waiting);
    return waiting;
  };
}
