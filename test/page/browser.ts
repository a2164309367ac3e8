import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium';
const FLAGS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

/** Whether browser tests can be left out: never in CI, and elsewhere only where there is no Chromium. */
export function mayLeaveOutBrowser(): boolean {
  const leftOut = process.env.CI === undefined && !existsSync(EXECUTABLE);
  if (leftOut) console.warn(`Left out: tests that need Chromium (none at ${EXECUTABLE}; CHROMIUM names another).`);
  return leftOut;
}

export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath: EXECUTABLE, args: FLAGS });
