import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bootstrapSql } from '../../orchestrator/agent/bootstrap-sql.ts';
import { applicationOf } from '../../orchestrator/stage.ts';
import { config, makeApp, withAgents } from './synthesized.ts';

const manual = readFileSync('docs/deploy.md', 'utf8');
const flat = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

describe('the manual of deployment', () => {
  it('lets the agents in with the statements that the code knows', () => {
    const sql = /```sql\n([\s\S]*?)```/.exec(manual)?.[1] ?? '';
    const statements = sql
      .split(';\n')
      .map(flat)
      .filter((statement) => statement !== '');
    expect(statements).toEqual(bootstrapSql(applicationOf(config, 'shop'), 'iam').map(flat));
  });

  it('names every stack that is deployed, and no other', () => {
    const stacks = [makeApp(), makeApp(withAgents)].flatMap((app) => app.node.children.map(({ node }) => node.id));
    const table = manual.split('\n').filter((line) => line.startsWith('| `'));
    const named = table.flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name));
    expect(named.toSorted()).toEqual([...new Set(stacks)].filter((id) => /^(dr|shop)-/.test(id)).toSorted());
  });

  it('replaces an address that the manifest of the Slack app has', () => {
    const replaced = /sed "s#(.+?)#/.exec(manual)?.[1];
    expect(readFileSync('manifest.yml', 'utf8').split(replaced ?? 'nothing').length - 1).toBe(2);
  });

  it('speaks of the Regions, the table, the secret and the bucket of dr.yml', () => {
    for (const name of [
      ...Object.values(config.regions),
      config.aws?.table,
      config.aws?.slackSecret,
      config.aws?.flagBuckets.control,
    ]) {
      expect(manual).toContain(name);
    }
  });

  it('has links that lead somewhere', () => {
    const links = [...manual.matchAll(/\]\((?!http)([^)#]+)/g)].map(([, path]) => path);
    expect(links.length).toBeGreaterThan(3);
    for (const path of links) expect(readFileSync(`docs/${path}`, 'utf8').length).toBeGreaterThan(0);
  });
});
