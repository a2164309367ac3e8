import { withIds } from './block-ids.ts';
import type { ApiAnswer, SlackEmulator } from './emulator.ts';
import type { Faults } from './faults.ts';
import { mistakesInMessage, mistakesInView } from './limits.ts';
import type { View } from './shown.ts';
import type { Triggers } from './triggers.ts';
import { answerUserGroups } from './user-groups.ts';
import type { ViewStacks } from './view-stacks.ts';
import { CHANNEL_LIST, type Workspace } from './workspace.ts';

type Args = Readonly<Record<string, unknown>>;

/** What the Web API stands on. */
export interface Behind {
  readonly emulator: SlackEmulator;
  readonly workspace: Workspace;
  readonly views: ViewStacks;
  readonly triggers: Triggers;
  readonly faults: Faults;
  /** Granted scopes; empty grants everything. */
  readonly scopes: readonly string[];
}

/** Carries out one Web API method for our bot: emulate's answer, with what emulate lacks added before and after. */
export async function callWebApi(behind: Behind, method: string, given: Args): Promise<ApiAnswer> {
  const { emulator, workspace, scopes } = behind;
  const args = identified(given);
  const mistakes = mistakesIn(args);
  if (mistakes.length > 0) {
    const error = 'view' in args ? 'invalid_arguments' : 'invalid_blocks';
    return { ok: false, error, response_metadata: { messages: mistakes } };
  }
  const own = answerUserGroups(method, args, scopes);
  if (own !== null) return own;
  if (method === 'views.open' || method === 'views.push') return openView(behind, method, args);

  const answer = await emulator.call(method, args);
  if (!answer.ok) return answer;
  if (method === 'chat.postEphemeral') workspace.remember(String(answer.message_ts), args);
  if (method === 'views.update') behind.views.replace(answer.view as View);
  if (method === 'views.publish') behind.views.show(String(args.user_id), answer.view as View);
  if (changes(method)) workspace.changed(...touched(method, args, answer));
  return answer;
}

async function openView({ emulator, triggers, views, workspace }: Behind, method: string, args: Args): Promise<ApiAnswer> {
  const trigger = triggers.exchange(String(args.trigger_id ?? ''));
  if ('error' in trigger) return { ok: false, error: trigger.error };
  const over = trigger.view === null ? {} : { view_id: trigger.view };
  const made = await emulator.call('views.generateTriggerId', { user_id: trigger.user, ...over });
  if (!made.ok) return made;
  const answer = await emulator.call(method, { ...args, trigger_id: made.trigger_id });
  if (!answer.ok) return answer;
  views.show(trigger.user, answer.view as View);
  workspace.changed();
  return answer;
}

function touched(method: string, args: Args, answer: ApiAnswer): readonly string[] {
  const named = String(args.channel ?? args.channel_id);
  const channel = typeof answer.channel === 'string' ? answer.channel : named;
  const isNew = channel !== named;
  return isNew || /^(conversations|bookmarks)\./.test(method) ? [CHANNEL_LIST, channel] : [channel];
}

const changes = (method: string) => !/\.(list|info|history|replies|members|test|get[A-Za-z]*)$/.test(method);

function identified(args: Args): Args {
  const view = args.view as Args | undefined;
  return {
    ...args,
    ...(Array.isArray(args.blocks) ? { blocks: withIds(args.blocks) } : {}),
    ...(Array.isArray(view?.blocks) ? { view: { ...view, blocks: withIds(view.blocks) } } : {}),
  };
}

function mistakesIn(args: Args): readonly string[] {
  const view = args.view as Args | undefined;
  if (Array.isArray(view?.blocks)) return mistakesInView(view);
  return Array.isArray(args.blocks) ? mistakesInMessage(args.blocks) : [];
}

/** The arguments of a request as Slack's SDK sends them: JSON, or a form whose structured fields are JSON. */
export async function readArgs(request: Request): Promise<Args> {
  if (request.method === 'GET') return Object.fromEntries(new URL(request.url).searchParams);
  const text = await request.text();
  if (request.headers.get('content-type')?.includes('application/json')) return JSON.parse(text);
  return Object.fromEntries([...new URLSearchParams(text)].map(([name, value]) => [name, structured(name, value)]));
}

function structured(name: string, value: string): unknown {
  if (!['blocks', 'view', 'attachments', 'metadata'].includes(name)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
