import { withIds } from './block-ids.ts';
import type { ApiAnswer } from './emulator.ts';
import type { Answerable } from './response-urls.ts';
import { type Behind, callWebApi } from './web-api.ts';

type Plain = Readonly<Record<string, unknown>>;

/** Shows what the app answered to a command, or posted to a response_url, where Slack would. */
export async function showAnswer(behind: Behind, to: Answerable, body: Plain): Promise<ApiAnswer> {
  const { channel, user, message } = to;
  const shown = { text: String(body.text ?? ''), ...(Array.isArray(body.blocks) ? { blocks: body.blocks } : {}) };
  const wantsOriginal = body.replace_original === true || body.delete_original === true;
  if (message !== null && wantsOriginal && message.onlyFor !== null) {
    const change = body.delete_original === true ? null : { ...shown, blocks: withIds(shown.blocks ?? []) };
    behind.workspace.amend(message, change);
    return { ok: true };
  }
  if (message !== null && wantsOriginal) {
    const method = body.delete_original === true ? 'chat.delete' : 'chat.update';
    return callWebApi(behind, method, { channel, ts: message.ts, ...shown });
  }
  if (shown.text === '' && shown.blocks === undefined) return { ok: true };
  if (body.response_type === 'in_channel') return callWebApi(behind, 'chat.postMessage', { channel, ...shown });
  return callWebApi(behind, 'chat.postEphemeral', { channel, user, ...shown });
}
