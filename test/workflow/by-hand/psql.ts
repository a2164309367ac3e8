import { Client } from 'pg';
import { option, type Typed } from './typed.ts';

/**
 * Logs in as PGUSER with PGPASSWORD and carries out every `-c`, unaligned and without headings. The lab's servers have no
 * certificates, so that it only looks that theirs would be verified.
 */
export async function psql({ words, environment }: Typed): Promise<string> {
  if (environment.PGSSLMODE !== 'verify-full') throw new Error('PGSSLMODE has to be verify-full.');
  const client = new Client({
    host: option(words, '-h'),
    port: Number(option(words, '-p')),
    user: environment.PGUSER,
    database: environment.PGDATABASE,
    password: environment.PGPASSWORD,
    ssl: false,
    types: { getTypeParser: () => (text: string) => text },
  });
  await client.connect();
  const lines: string[] = [];
  for (const [index, word] of words.entries()) {
    if (!/^-(At)?c$/.test(word)) continue;
    const { rows } = await client.query<string[]>({ text: words[index + 1] ?? '', rowMode: 'array' });
    lines.push(...rows.map((row) => row.join('|')));
  }
  await client.end();
  return lines.map((line) => `${line}\n`).join('');
}
