import { describe, expect, it } from 'vitest';
import { slackSecretOf } from '../../orchestrator/aws/secrets.ts';
import { Refused, Unavailable } from '../../orchestrator/domain/errors.ts';
import { type Asked, inTurn, json, jsonFault, type Reply, scriptedAws } from './scripted-aws.ts';
import { config, control } from './shop.ts';

const held = { botToken: 'xoxb-held', signingSecret: 'held' };
const holding = (SecretString: string) => (): Reply => json({ Name: 'dr/slack', SecretString });

function readerOf(GetSecretValue: (asked: Asked) => Reply) {
  const aws = scriptedAws({ GetSecretValue });
  return { aws, read: slackSecretOf(config, aws.connection) };
}

describe('the secret of Slack', () => {
  it('is read once from the control Region, however often it is asked for', async () => {
    const { aws, read } = readerOf(holding(JSON.stringify(held)));
    expect(await Promise.all([read(), read(), read()])).toEqual([held, held, held]);
    expect(aws.asked).toMatchObject([{ region: control, input: { SecretId: 'dr/slack' } }]);
  });

  it('is read again when it could not be read', async () => {
    const { read } = readerOf(inTurn(() => jsonFault(400, 'AccessDeniedException'), holding(JSON.stringify(held))));
    await expect(read()).rejects.toThrow(Refused);
    expect(await read()).toEqual(held);
  });

  it.each([
    ['is no JSON', 'xoxb-held', 'JSON'],
    ['lacks the signing secret', JSON.stringify({ botToken: 'xoxb-held' }), 'signingSecret'],
  ])('is refused when it %s, without telling what it holds', async (_, secret, missing) => {
    const { read } = readerOf(holding(secret));
    const error: unknown = await read().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Refused);
    expect((error as Refused).message).toContain(missing);
    expect(JSON.stringify([(error as Refused).message, (error as Refused).cause])).not.toContain('xoxb');
  });

  it('is unavailable when Secrets Manager is', async () => {
    const { read } = readerOf(() => jsonFault(500, 'InternalServiceError'));
    await expect(read()).rejects.toThrow(Unavailable);
  });
});
