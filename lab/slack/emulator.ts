import { createEmulator } from 'emulate';
import { APP, CHANNELS, MEMBERS, TEAM } from './cast.ts';
import { createIdMap, type IdMap, type IdPairs } from './ids.ts';

/** Slack's answer to a Web API call. */
export type ApiAnswer = { readonly ok: boolean; readonly error?: string } & Readonly<Record<string, unknown>>;

/** The emulated Slack Web API, spoken to with the ids of dr.yml. */
export interface SlackEmulator {
  /** Calls a method as our bot. */
  call(method: string, args?: Readonly<Record<string, unknown>>): Promise<ApiAnswer>;
  /** Calls a method for the lab itself, whatever scopes our bot has, and throws when Slack says no. */
  must(method: string, args?: Readonly<Record<string, unknown>>): Promise<ApiAnswer>;
  /** Passes any other request on as it is, such as an upload. */
  forward(request: Request): Promise<Response>;
  stop(): Promise<void>;
}

// emulate refuses a token's requests after 5,000 in an hour; the lab spreads the calls over several tokens of one bot.
const CALLS_PER_TOKEN = 4_000;
const tokensOf = (owner: 'bot' | 'lab') => Array.from({ length: 20 }, (_, index) => `xoxb-${owner}-${index}`);
const BOT_TOKENS = tokensOf('bot');
const LAB_TOKENS = tokensOf('lab');

/** Starts emulate with the lab's workspace in it. `publicUrl` is what the links it makes begin with. */
export async function startEmulator(publicUrl: string, scopes: readonly string[]): Promise<SlackEmulator> {
  const emulator = await createEmulator({ service: 'slack', port: 0, seed: { slack: seed(scopes) } });
  const address = emulator.url.replace('//localhost:', '//127.0.0.1:');
  const nextBotToken = inTurn(BOT_TOKENS);
  const nextLabToken = inTurn(LAB_TOKENS);
  let ids: IdMap = createIdMap([]);

  const post = async (token: string, method: string, args: Readonly<Record<string, unknown>>): Promise<ApiAnswer> => {
    const response = await fetch(`${address}/api/${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: ids.toEmulated(JSON.stringify(args)),
    });
    if (response.status === 404) return { ok: false, error: 'unknown_method' };
    return JSON.parse(ids.toOurs(await response.text()));
  };
  const must = async (method: string, args: Readonly<Record<string, unknown>> = {}) => {
    const answer = await post(nextLabToken(), method, args);
    if (!answer.ok) throw new Error(`The local Slack refused ${method}: ${answer.error}.`);
    return answer;
  };
  ids = createIdMap([[publicUrl, emulator.url], ...(await emulatedIds(must))]);
  for (const { id } of CHANNELS) await must('conversations.join', { channel: id });

  return {
    call: (method, args = {}) => post(nextBotToken(), method, args),
    must,
    forward: async (request) => {
      const { pathname, search } = new URL(request.url);
      const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
      return fetch(`${address}${pathname}${search}`, {
        method: request.method,
        headers: { ...Object.fromEntries(request.headers), authorization: `Bearer ${nextBotToken()}` },
        ...(hasBody ? { body: await request.arrayBuffer() } : {}),
      });
    },
    stop: () => emulator.close(),
  };
}

function inTurn(tokens: readonly string[]): () => string {
  let calls = 0;
  return () => String(tokens[Math.floor(calls++ / CALLS_PER_TOKEN) % tokens.length]);
}

const listed = (answer: ApiAnswer, list: string) => answer[list] as readonly { readonly id: string; readonly name: string }[];

async function emulatedIds(must: SlackEmulator['must']): Promise<IdPairs> {
  const users = listed(await must('users.list', { limit: 1_000 }), 'members');
  const channels = listed(await must('conversations.list', { limit: 1_000 }), 'channels');
  const team = (await must('auth.test')).team_id as string;
  const named = (all: typeof users, name: string) => {
    const found = all.find((one) => one.name === name);
    if (found === undefined) throw new Error(`The emulator did not take "${name}" into its workspace.`);
    return found.id;
  };
  return [
    [TEAM.id, team],
    ...MEMBERS.map(({ id, handle }) => [id, named(users, handle)] as const),
    ...CHANNELS.map(({ id, name }) => [id, named(channels, name)] as const),
  ];
}

function seed(scopes: readonly string[]) {
  return {
    team: { name: TEAM.name, domain: TEAM.domain },
    users: MEMBERS.map(({ handle, name }) => ({ name: handle, real_name: name })),
    channels: CHANNELS.map(({ name, topic }) => ({ name, topic })),
    oauth_apps: [
      {
        app_id: APP.id,
        client_id: 'lab',
        client_secret: 'lab',
        name: APP.name,
        redirect_uris: [],
        scopes: [...scopes],
        bot_id: APP.bot,
        bot_user_id: APP.botUser,
        bot_name: 'dr-platform',
      },
    ],
    tokens: [...BOT_TOKENS.map((token) => botToken(token, scopes)), ...LAB_TOKENS.map((token) => botToken(token, []))],
    strict_scopes: scopes.length > 0,
  };
}

/** Without scopes, emulate grants all it knows. */
function botToken(token: string, scopes: readonly string[]) {
  return {
    ...{ token, type: 'bot', user_id: APP.botUser, app_id: APP.id, bot_id: APP.bot, bot_user_id: APP.botUser },
    ...(scopes.length > 0 ? { scopes: [...scopes] } : {}),
  };
}
