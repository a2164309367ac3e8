import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lab, startLab } from '../../lab/lab.ts';
import { startPage } from '../../lab/page/page.ts';
import { mayLeaveOutBrowser, openBrowser } from './browser.ts';

describe.skipIf(mayLeaveOutBrowser())('the main job, through the page alone', () => {
  let lab: Lab;
  let server: Awaited<ReturnType<typeof startPage>>;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    lab = await startLab();
    server = await startPage({ slack: lab.slack, lab, domain: lab.world.application.domain });
    browser = await openBrowser();
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(60_000);
    await page.goto(server.url);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await lab?.stop();
  }, 60_000);

  const actAs = (name: string) => page.getByText(name, { exact: true }).first().click();
  const command = async (line: string) => {
    await page.getByLabel('Command in').fill(line);
    await page.keyboard.press('Enter');
  };

  it('fails over when the primary was killed, one person asked, and another approved', async () => {
    await page.getByRole('article', { name: 'us-east-1' }).getByRole('button', { name: 'Kill' }).click();
    await page.getByRole('article', { name: 'us-east-1' }).getByText('killed').waitFor();
    await actAs('Rosa Lindqvist');
    await command('/dr failover shop us-east-1 does not answer');
    await page.getByRole('button', { name: 'Review' }).waitFor();

    await actAs('Amir Haddad');
    await page.getByRole('button', { name: 'Review' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').fill('shop');
    await dialog.getByRole('button', { name: 'Approve' }).click();

    const run = page.getByRole('region', { name: 'Run DR-1' });
    await run.getByText('succeeded').waitFor();
    await page.getByRole('article', { name: 'us-west-2' }).getByText('users are sent here').waitFor();
    await page.getByRole('article', { name: 'us-west-2' }).getByText('writer', { exact: true }).waitFor();
  }, 180_000);

  it('shows the summary in the incident channel', async () => {
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: '# dr-1-shop-failover' }).click();
    await page.getByRole('heading', { name: 'DR-1 Failover of shop: succeeded' }).waitFor();
    expect(await page.getByRole('log').textContent()).toContain('RTO, machine');
  }, 60_000);
});
