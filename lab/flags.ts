import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type HealthCheck, startHealthCheck } from './dns/health-check.ts';
import { openFlagBucket } from './region/flag-bucket.ts';

/** The flag bucket of the control Region, and the health checks of both. */
export interface Flags {
  readonly checks: { readonly dr: HealthCheck; readonly control: HealthCheck };
  readonly urls: { readonly dr: string; readonly control: string };
  setControlLost(lost: boolean): void;
  stop(): Promise<void>;
}

/** Opens the control Region's flag bucket and starts to check it and the DR Region's. */
export async function startFlags(runFolder: string, drPort: number): Promise<Flags> {
  const folder = join(runFolder, 'control');
  await mkdir(folder);
  const control = await openFlagBucket(folder, 0);
  const urls = { dr: `http://127.0.0.1:${drPort}/flag`, control: `http://127.0.0.1:${control.port}/flag` };
  const checks = { dr: startHealthCheck(urls.dr), control: startHealthCheck(urls.control) };
  return {
    checks,
    urls,
    setControlLost: (lost) => control.setReachable(!lost),
    stop: async () => {
      checks.dr.stop();
      checks.control.stop();
      await control.close();
    },
  };
}
