import { describe, expect, it } from 'vitest';
import { copySessions } from '../../orchestrator/aws/drills/copy-sessions.ts';
import { Refused } from '../../orchestrator/domain/errors.ts';
import { dr } from './shop.ts';

describe('the agent in a drill', () => {
  const endpoint = { port: 5432, region: dr, database: 'shop' };
  const asked: string[] = [];
  const sessions = copySessions(endpoint, 'shop-dr-drill-', ({ host }) => {
    asked.push(host);
    return { lend: (work) => work({} as never), close: async () => void asked.push('closed') };
  });

  it('logs in to the copy for one piece of work', async () => {
    const host = 'shop-dr-drill-dr-42.abc.us-west-2.rds.amazonaws.com';
    expect(await sessions(host).lend(async () => 'done')).toBe('done');
    expect(asked).toEqual([host, 'closed']);
  });

  it.each([
    'shop-dr.abc.us-west-2.rds.amazonaws.com',
    'shop-dr-drill-dr-42.abc.us-east-1.rds.amazonaws.com',
    'shop-dr-drill-dr-42.evil.example',
    'shop-dr-drill-dr-42.abc.us-west-2.rds.amazonaws.com.evil.example',
  ])('shows its token to nobody who calls himself %s', (host) => {
    expect(() => sessions(host)).toThrow(Refused);
  });
});
