import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { blocksUnder } from '../../workflow/by-hand/blocks.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { typeInto } from '../cloud/typed.ts';
import { ROSA } from './people.ts';

const ROOM = '3. Room to run';
const JOIN = '5. Join Slack and the platform';
const AGENTS = '6. Let the agents in';
const COSTS = '9. What it costs';
const STATUS = '7. `/dr status shop`';

/** What docs/deploy.md has an operator type, typed with AWS's own command line. */
export function manual(cloudOf: () => Cloud): void {
  describe('the manual of deployment, typed', () => {
    let text: string;
    let account: string;
    beforeAll(async () => {
      text = await readFile('docs/deploy.md', 'utf8');
      account = /^export ACCOUNT=.*$/m.exec(text)?.[0] ?? '';
    });
    const type = (commands: readonly string[], said: readonly string[] = []): Promise<string> =>
      typeInto(cloudOf().terminal, [account, ...commands].join('\n'), said);

    it('says which zone not to use and how much the account may run at once, and asks for more', async () => {
      expect(await type(blocksUnder(text, ROOM))).toMatch(/^us-east-1\w\n\d+\s+\{[^}]*"RequestedQuota"[^}]*"DesiredValue": 1000/);
    });

    it('gives Slack the address of the deployed platform', async () => {
      const [address = ''] = blocksUnder(text, JOIN);
      const manifest = await type([address]);
      const addresses = [...manifest.matchAll(/url: (.+)$/gm)].map(([, url]) => url);
      expect(addresses).toEqual(Array(2).fill(expect.stringMatching(/^https?:..[a-z0-9]+\.execute-api\..*\/slack\/events$/)));
    });

    it('keeps what Slack gave, and has running functions read it anew', async () => {
      const { slack, aws, config } = cloudOf();
      const [, secret = '', anew = ''] = blocksUnder(text, JOIN);
      await type([secret, anew], [slack.botToken, slack.signingSecret]);
      const target = 'secretsmanager.GetSecretValue';
      const { SecretString } = await aws.json('secretsmanager', config.regions.control, target, {
        SecretId: config.aws?.slackSecret,
      });
      expect(JSON.parse(String(SecretString))).toEqual({ botToken: slack.botToken, signingSecret: slack.signingSecret });
      expect(await slack.as(ROSA).command('/dr help')).toMatchObject({ failure: null, text: 'What /dr can do' });
    });

    it('has the agent of the DR Region answer', async () => {
      const [ask = ''] = blocksUnder(text, AGENTS);
      const printed = await type([ask]);
      expect(printed).toMatch(/"inRecovery": ?true/);
    });

    it('has alarms told to somebody', async () => {
      const [subscribe = ''] = blocksUnder(text, STATUS);
      expect(await type([subscribe])).toContain('SubscriptionArn');
    });

    it('has costs told by tag, and asks for them', async () => {
      const printed = await type(blocksUnder(text, COSTS));
      expect(printed).toMatch(/"Errors": \[\].*"StatusCode": 200/s);
      expect(printed).not.toContain('FunctionError');
      expect(await cloudOf().records.costs.latest('shop')).not.toBeNull();
    });
  });
}
