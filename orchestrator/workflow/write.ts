import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseConfig } from '../config.ts';
import { renderings } from './renderings.ts';

const config = parseConfig(await readFile('dr.yml', 'utf8'));
for (const [path, text] of Object.entries(renderings(config))) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  console.log(path);
}
