import { slackSecretOf } from '../../orchestrator/aws/secrets.ts';
import { bundledConfig } from '../../orchestrator/lambdas/bundled.ts';
import type { BotOptions } from '../app.ts';

/** Slack's secrets, read once; `SLACK_API_URL` leads to a Slack that is not Slack's. */
export async function slackFromSecret(): Promise<BotOptions['slack']> {
  const url = process.env.SLACK_API_URL;
  const secret = await slackSecretOf(bundledConfig())();
  return { ...secret, ...(url === undefined ? {} : { url }) };
}
