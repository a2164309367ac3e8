import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** One import: the file that has it, and what it names: a file of ours from the root, or a package. */
export interface Import {
  readonly from: string;
  readonly to: string;
  readonly isOurs: boolean;
}

const COMMENTS = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;
const IMPORTS =
  /^(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]|^import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm;

/** What the text of a file imports or re-exports, types included. */
export function importsIn(from: string, text: string): readonly Import[] {
  return [...text.replaceAll(COMMENTS, '').matchAll(IMPORTS)].flatMap(([, ...names]) => {
    const name = names.find((each) => each !== undefined);
    if (name === undefined) return [];
    const isOurs = name.startsWith('.');
    return [{ from, to: isOurs ? join(dirname(from), name) : name, isOurs }];
  });
}

/** Every import of every TypeScript file under those folders. */
export function importsUnder(...folders: readonly string[]): readonly Import[] {
  const files = globSync(folders.map((folder) => `${folder}/**/*.{ts,tsx}`)).toSorted();
  return files.flatMap((file) => importsIn(file, readFileSync(file, 'utf8')));
}
