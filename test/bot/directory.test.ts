import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reportClient } from '../../bot/client.ts';
import { slackDirectory } from '../../bot/directory.ts';
import { type LocalSlack, startSlack } from '../../lab/slack/local-slack.ts';
import { Unavailable } from '../../orchestrator/domain/errors.ts';

let slack: LocalSlack;
let now = 0;
beforeEach(async () => {
  slack = await startSlack();
  now = 0;
});
afterEach(() => slack.stop());

const directory = () =>
  slackDirectory({
    client: reportClient({ botToken: slack.botToken, url: slack.apiUrl }, () => undefined),
    now: () => now,
    freshMs: 10,
  });

describe('the directory', () => {
  it('knows the members of a user group', async () => {
    expect(await directory().members('S0DRAPPROVERS')).toEqual(['U0APPROVER2']);
  });

  it('asks Slack once in a while, not every time', async () => {
    const people = directory();
    await people.members('S0DRAPPROVERS');
    slack.fail('*', Number.POSITIVE_INFINITY, 'outage');
    now = 9;
    expect(await people.members('S0DRAPPROVERS')).toEqual(['U0APPROVER2']);
    now = 10;
    await expect(people.members('S0DRAPPROVERS')).rejects.toBeInstanceOf(Unavailable);
  });

  it('says that Slack does not say, rather than that nobody is in a group', async () => {
    await expect(directory().members('S0NOBODY')).rejects.toThrow('Slack does not say who is in the user group S0NOBODY.');
  });
});
