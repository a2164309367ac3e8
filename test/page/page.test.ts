import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPage } from '../../lab/page/page.ts';
import { type Stage, setStage } from '../slack/small-platform.ts';
import { CARD, CONFIRMATION } from '../slack/views.ts';
import { mayLeaveOutBrowser, openBrowser } from './browser.ts';
import { sampleLab } from './sample-lab.ts';

describe.skipIf(mayLeaveOutBrowser())('the page in a browser', () => {
  const lab = sampleLab('calm');
  let stage: Stage;
  let server: Awaited<ReturnType<typeof startPage>>;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    stage = await setStage();
    server = await startPage({ slack: stage.slack, lab, domain: 'app.example.com' });
    browser = await openBrowser();
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(10_000);
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(server.url);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await stage?.stop();
  });

  it('sends a command as the chosen person and shows the answer to that person only', async () => {
    stage.behave(({ fields }) => ({ text: `Heard ${fields.user_id}: ${fields.text}.` }));
    await page.getByText('Nina Okafor', { exact: true }).click();
    await page.getByLabel('Command in dr-approvals').fill('/dr status shop');
    await page.keyboard.press('Enter');
    await page.getByText('Heard U0APPROVER2: status shop.').waitFor();
    await page.getByText('Amir Haddad', { exact: true }).click();
    await page.getByText('Heard U0APPROVER2: status shop.').waitFor({ state: 'detached' });
  });

  it('draws a card, opens its modal, shows errors beside the input, and closes it', async () => {
    stage.behave(async ({ type, fields, web }) => {
      if (type === 'block_actions') await web.views.open({ trigger_id: String(fields.trigger_id), view: CONFIRMATION });
      if (type !== 'view_submission') return undefined;
      return JSON.stringify(fields.view).includes('"value":"shop"')
        ? undefined
        : { response_action: 'errors', errors: { confirmation: 'Type the name of the application.' } };
    });
    await stage.web.chat.postMessage({ channel: 'C0APPROVALS', text: 'card', blocks: CARD });
    await page.getByRole('heading', { name: 'Fail over shop' }).waitFor();
    await page.getByRole('button', { name: 'Review' }).click();
    const name = page.getByLabel('Type shop to confirm');
    await name.fill('shpo');
    await page.keyboard.press('Enter');
    await page.getByText('Type the name of the application.').waitFor();
    await name.fill('shop');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(stage.received.at(-1)?.fields).toMatchObject({ type: 'view_submission', user: { id: 'U0APPROVER1' } });
  });

  it('asks before a button that wants to be confirmed', async () => {
    const text = (words: string) => ({ type: 'plain_text' as const, text: words });
    const confirm = {
      title: text('Deny it?'),
      text: text('Nothing has moved.'),
      confirm: text('Yes, deny'),
      deny: text('Go back'),
    };
    const deny = { type: 'button' as const, action_id: 'deny', text: text('Deny'), confirm };
    stage.behave(() => undefined);
    await stage.web.chat.postMessage({ channel: 'C0APPROVALS', text: 'x', blocks: [{ type: 'actions', elements: [deny] }] });
    const before = stage.received.length;
    await page.getByRole('button', { name: 'Deny' }).click();
    await page.getByRole('button', { name: 'Go back' }).click();
    expect(stage.received).toHaveLength(before);
    await page.getByRole('button', { name: 'Deny' }).click();
    await page.getByRole('button', { name: 'Yes, deny' }).click();
    await expect.poll(() => stage.received.at(-1)?.fields.actions).toMatchObject([{ action_id: 'deny' }]);
  });

  it('says dispatch_failed when the platform is down', async () => {
    stage.slack.deliverTo('http://127.0.0.1:9/');
    await page.getByLabel('Command in dr-approvals').fill('/dr status');
    await page.keyboard.press('Enter');
    await page.getByText('/dr failed with the error "dispatch_failed"').waitFor();
    stage.slack.deliverTo(stage.url);
  });

  it('flips a switch of a Region, and shows a run with its steps', async () => {
    await page.getByRole('article', { name: 'us-east-1' }).getByRole('button', { name: 'Cut off' }).click();
    await expect.poll(() => lab.flipped).toContainEqual({ do: 'cut-off', region: 'us-east-1' });
    lab.show('done');
    const run = page.getByRole('region', { name: 'Run DR-42' });
    await run.getByText('Promote the database in us-west-2').waitFor();
    await run.getByText('succeeded').waitFor();
  });

  it('shows Slack or the lab as tabs where it is narrow, without scrolling sideways', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('button', { name: 'Lab', exact: true }).click();
    await page.getByRole('article', { name: 'us-west-2' }).waitFor();
    await page.getByRole('log').waitFor({ state: 'hidden' });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    await page.getByRole('button', { name: 'Slack', exact: true }).click();
    await page.getByRole('log').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  });

  it('breaks no rule of its own content security policy, and logs no error', () => {
    expect(complaints).toEqual([]);
  });
});
