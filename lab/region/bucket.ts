import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { call } from '../network/call.ts';

/** How long a copy to the other Region takes, at least and at most. */
const COPY_AFTER_MS = { least: 100, most: 300 };
const LOOK_EVERY_MS = 50;

/** The application's objects in one Region, copied to the other Region's bucket some time later. */
export interface Bucket {
  put(key: string, body: string, isCopy: boolean): Promise<void>;
  /** Null where there is none. */
  get(key: string): Promise<string | null>;
  /** Objects that are not in the other Region yet. */
  backlog(): number;
  setReachable(reachable: boolean): void;
}

/** Opens the bucket in its folder, with the objects and the backlog it had. */
export async function openBucket(folder: string, otherBucket: string): Promise<Bucket> {
  const objects = join(folder, 'objects');
  const pending = join(folder, 'pending');
  await Promise.all([mkdir(objects, { recursive: true }), mkdir(pending, { recursive: true })]);
  const due = new Map((await readdir(pending)).map((name) => [name, Date.now()]));
  let reachable = true;

  const copy = async (name: string): Promise<void> => {
    const body = await readFile(join(objects, name), 'utf8');
    const url = `${otherBucket}/${name}`;
    const { status } = await call(url, { method: 'PUT', body, timeoutMs: 500, headers: { 'x-copy': 'yes' } });
    if (status !== 200) throw new Error(`The other bucket answered ${status}.`);
    await rm(join(pending, name));
    due.delete(name);
  };
  const later = (name: string): void => {
    const { least, most } = COPY_AFTER_MS;
    due.set(name, Date.now() + least + Math.random() * (most - least));
  };
  const copyWhatIsDue = async (): Promise<void> => {
    const now = Date.now();
    const names = reachable ? [...due].filter(([, at]) => at <= now).map(([name]) => name) : [];
    await Promise.all(names.slice(0, 8).map((name) => copy(name).catch(() => later(name))));
    setTimeout(() => void copyWhatIsDue(), LOOK_EVERY_MS);
  };
  void copyWhatIsDue();

  return {
    put: async (key, body, isCopy) => {
      const name = encodeURIComponent(key);
      await writeFile(join(objects, name), body);
      if (isCopy) return;
      await writeFile(join(pending, name), '');
      later(name);
    },
    get: (key) => readFile(join(objects, encodeURIComponent(key)), 'utf8').catch(() => null),
    backlog: () => due.size,
    setReachable: (now) => {
      reachable = now;
    },
  };
}
