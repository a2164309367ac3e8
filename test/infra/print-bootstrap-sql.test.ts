import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { bootstrapSql } from '../../orchestrator/agent/bootstrap-sql.ts';
import { applicationOf } from '../../orchestrator/stage.ts';
import { config } from './synthesized.ts';

const run = (...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['infra/print-bootstrap-sql.ts', ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
};

describe('npm run bootstrap-sql', () => {
  it('prints the statements of an application, to be piped into psql', () => {
    const statements = bootstrapSql(applicationOf(config, 'shop'), 'iam');
    expect(run('shop')).toMatchObject({ status: 0, stdout: `${statements.join(';\n')};\n` });
  });

  it.each([
    [['shpo'], /^dr\.yml names no application "shpo"\. It names: shop\..*\n$/],
    [[], /^Name an application of dr\.yml: npm run -s bootstrap-sql -- shop\n$/],
  ])('says in a sentence what it cannot do, and prints nothing: %j', (args, sentence) => {
    expect(run(...args)).toEqual({ status: 1, stdout: '', stderr: expect.stringMatching(sentence) });
  });
});
