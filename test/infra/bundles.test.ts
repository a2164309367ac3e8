import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleEach } from '../../infra/bundle.ts';
import { ENTRIES } from '../../infra/lambdas.ts';
import { config } from './synthesized.ts';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'dr-bundles-'));
const file = (name: string): string => join(folder, name, 'index.js');
const inputs = new Map<string, readonly string[]>();

beforeAll(async () => {
  const { metafile } = await bundleEach(ENTRIES, folder, { config });
  for (const [name, entry] of Object.entries(ENTRIES)) {
    const output = Object.values(metafile.outputs).find(({ entryPoint }) => entryPoint === entry);
    const used = Object.entries(output?.inputs ?? {}).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
    inputs.set(
      name,
      used.map(([path]) => path),
    );
  }
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true }));

describe('the bundle', () => {
  it('of the bot has at most 900 kB', () => {
    expect(statSync(file('bot')).size).toBeLessThanOrEqual(900_000);
  });

  it('of the bot has Bolt, and neither its receivers nor what they stand on', () => {
    const used = inputs.get('bot') ?? [];
    expect(used.some((path) => path.includes('@slack/bolt/dist/App.js'))).toBe(true);
    const dead = /node_modules\/(express|@slack\/oauth|@slack\/socket-mode|ws|body-parser)\/|bolt\/dist\/receivers/;
    expect(used.filter((path) => dead.test(path))).toEqual([]);
  });

  it('of the bot has no client that could change a Region', () => {
    const clients = /@aws-sdk\/client-(rds|ecs|s3|route-53|application-auto-scaling|elastic-load-balancing-v2)\//;
    expect((inputs.get('bot') ?? []).filter((path) => clients.test(path))).toEqual([]);
  });

  it('of the reporter carries no Bolt', () => {
    const used = inputs.get('reporter') ?? [];
    expect(used.some((path) => path.includes('@slack/web-api'))).toBe(true);
    expect(used.filter((path) => path.includes('@slack/bolt'))).toEqual([]);
  });

  it('of every Lambda is made without YAML: it has dr.yml as it was validated', () => {
    for (const used of inputs.values()) {
      expect(used.length).toBeGreaterThan(20);
      expect(used.filter((path) => path.includes('node_modules/yaml/'))).toEqual([]);
    }
  });

  it('loads on the runtime of Lambda, and has a handler of at most two arguments', async () => {
    const script = 'for (const file of process.argv.slice(1)) console.log(require(file).handler.length); process.exit();';
    const env = {
      ...process.env,
      AWS_REGION: config.regions.control,
      AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
      DR_DUTY: 'look',
      DR_APPLICATION: 'shop',
      DR_DATABASE_HOST: 'shop.example.com',
    };
    const { stdout } = await run(process.execPath, ['-e', script, ...[...inputs.keys()].map(file)], { env });
    const counts = stdout.trim().split('\n').map(Number);
    expect(counts).toHaveLength(Object.keys(ENTRIES).length);
    for (const count of counts) expect(count).toBeLessThanOrEqual(2);
  });

  it('has a source map beside it', () => {
    for (const name of inputs.keys()) expect(statSync(`${file(name)}.map`).size).toBeGreaterThan(0);
  });
});
