import { existsSync } from 'node:fs';
import { glob, readFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { manifestScopes } from './rig.ts';

const SCHEMA = '../shared/data/slack-manifest.schema.2.0.0.json';

/** Bot scopes that each Web API method needs. Source: https://docs.slack.dev/reference/methods/<method>. */
const SCOPES: Readonly<Record<string, readonly string[]>> = {
  'chat.postMessage': ['chat:write', 'chat:write.public'],
  'chat.update': ['chat:write'],
  'conversations.create': ['channels:manage'],
  'conversations.history': ['channels:history', 'groups:history'],
  'conversations.invite': ['channels:manage'],
  'conversations.list': ['channels:read'],
  'conversations.setTopic': ['channels:manage'],
  'pins.add': ['pins:write'],
  'usergroups.users.list': ['usergroups:read'],
  'views.open': [],
  'views.update': [],
};
/** What a slash command needs, https://docs.slack.dev/interactivity/implementing-slash-commands. */
const COMMAND_SCOPE = 'commands';

const sources = async () =>
  Promise.all((await Array.fromAsync(glob('bot/**/*.ts'))).map(async (path) => ({ path, text: await readFile(path, 'utf8') })));
const methodsCalled = async () => {
  const calls = (await sources()).flatMap(({ text }) => [...text.matchAll(/\bclient\.([a-z]+(?:\.[a-zA-Z]+)+)\(/g)]);
  return [...new Set(calls.map(([, method = '']) => method))].toSorted();
};
const manifest = async () => parse(await readFile('manifest.yml', 'utf8'));

describe('manifest.yml', () => {
  it.skipIf(!existsSync(SCHEMA))("is valid against Slack's schema", async () => {
    const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
    const validate = ajv.compile(JSON.parse(await readFile(SCHEMA, 'utf8')));
    validate(await manifest());
    expect(validate.errors ?? []).toEqual([]);
  });

  it('has the scopes of every Web API method that the bot calls, and no others', async () => {
    const methods = await methodsCalled();
    expect(methods).toEqual(Object.keys(SCOPES).toSorted());
    const needed = new Set([COMMAND_SCOPE, ...methods.flatMap((method) => SCOPES[method] ?? [])]);
    expect((await manifestScopes()).toSorted()).toEqual([...needed].toSorted());
  });

  it('calls no method in a way that this test does not see', async () => {
    const hidden = (await sources()).filter(({ text }) => /\bapiCall\b|\bclient\[|\bweb\.[a-z]+\.|\.filesUploadV2\b/.test(text));
    expect(hidden.map(({ path }) => path)).toEqual([]);
  });

  it('has the one command that is routed, and sends everything to one address', async () => {
    const { features, settings } = await manifest();
    const routed = (await sources()).flatMap(({ text }) =>
      [...text.matchAll(/app\.command\('([^']+)'/g)].map(([, name]) => name),
    );
    expect(features.slash_commands.map(({ command }: { command: string }) => command)).toEqual(routed);
    expect(settings.interactivity.request_url).toBe(features.slash_commands[0].url);
    expect(new URL(settings.interactivity.request_url).pathname).toBe('/slack/events');
  });
});

describe('the reporter', () => {
  it('carries no Bolt', async () => {
    const files = new Map((await sources()).map(({ path, text }) => [path, text]));
    const reached = reachedFrom('bot/reporter.ts', files);
    expect(reached).toContain('bot/reporting/message.ts');
    const bolted = reached.filter((path) => /^import (?!type).*'@slack\/bolt'/m.test(files.get(path) ?? ''));
    expect(bolted).toEqual([]);
  });
});

/** The files that a file imports, with those that they import, types left out. */
function reachedFrom(start: string, files: ReadonlyMap<string, string>): readonly string[] {
  const reached = new Set([start]);
  for (const path of reached) {
    const imports = [...(files.get(path) ?? '').matchAll(/^import (?!type )[^;]*?from '(\.[^']+)'/gm)];
    for (const [, to = ''] of imports) {
      const target = new URL(to, `file:///${path}`).pathname.slice(1);
      if (files.has(target)) reached.add(target);
    }
  }
  return [...reached];
}
