import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Settings by name. */
export type OwnSettings = Readonly<Record<string, string>>;

const FILE = 'postgresql.auto.conf';
const SETTING = /^\s*([\w.]+)\s*=\s*'((?:[^']|'')*)'/gm;

/** What a server has of its own, besides what every server of the lab is started with: what ALTER SYSTEM writes. */
export async function ownSettings(data: string): Promise<OwnSettings> {
  const text = await readFile(join(data, FILE), 'utf8');
  return Object.fromEntries([...text.matchAll(SETTING)].map(([, name = '', value = '']) => [name, value.replaceAll("''", "'")]));
}

/** Gives a server these and no others, from its next start on. */
export async function giveOwnSettings(data: string, settings: OwnSettings): Promise<void> {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`);
  await writeFile(join(data, FILE), lines.join(''));
}

/** Sentences: where a server's settings are not what they are meant to be. */
export function settingDifferences(whose: string, meant: OwnSettings, seen: OwnSettings): readonly string[] {
  const names = [...new Set([...Object.keys(meant), ...Object.keys(seen)])].toSorted();
  return names
    .filter((name) => meant[name] !== seen[name])
    .map((name) => `${whose}: ${name} ${quoted(seen[name])} instead of ${quoted(meant[name])}.`);
}

const quoted = (value: string | undefined): string => (value === undefined ? 'none' : `"${value}"`);
