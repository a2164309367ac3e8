import type { Delivered, Failure } from './delivery.ts';
import type { View } from './shown.ts';
import { type Behind, callWebApi } from './web-api.ts';

type Plain = Readonly<Record<string, unknown>>;

/** What Slack's client shows after a modal was submitted. */
export interface Submitted {
  readonly status: 'closed' | 'errors' | 'updated' | 'pushed' | 'failed';
  /** Sentences beside the inputs, by `block_id`. */
  readonly errors: Readonly<Record<string, string>>;
  /** The modal that is on top now; null when none is. */
  readonly view: View | null;
  readonly failure: Failure | null;
}

/** Carries out the app's `response_action` on the person's screen. */
export async function showSubmitted(behind: Behind, user: string, view: View, delivered: Delivered): Promise<Submitted> {
  const { views, workspace } = behind;
  const { failure, body } = delivered;
  const after = (status: Submitted['status'], errors: Submitted['errors'] = {}): Submitted => {
    workspace.changed();
    return { status, errors, view: views.modals(user).at(-1) ?? null, failure };
  };
  if (failure !== null) return after('failed');
  switch (body.response_action) {
    case undefined:
      views.close(view.id);
      return after('closed');
    case 'clear':
      views.clear(user);
      return after('closed');
    case 'errors':
      return after('errors', errorsOf(view, body.errors as Plain));
    case 'update':
      await accepted(behind, 'views.update', { view_id: view.id, view: body.view });
      return after('updated');
    case 'push': {
      const trigger = behind.triggers.issue({ user, view: view.id });
      await accepted(behind, 'views.push', { trigger_id: trigger, view: body.view });
      return after('pushed');
    }
    default:
      throw new Error(`Slack knows no response_action "${body.response_action}".`);
  }
}

function errorsOf(view: View, errors: Plain): Submitted['errors'] {
  const inputs = view.blocks.filter(({ type }) => type === 'input');
  const unknown = Object.keys(errors).filter((id) => !inputs.some(({ block_id }) => block_id === id));
  if (unknown.length > 0) throw new Error(`The app put errors on ${unknown.join(', ')}, which are no inputs of the modal.`);
  return Object.fromEntries(Object.entries(errors).map(([id, text]) => [id, String(text)]));
}

async function accepted(behind: Behind, method: string, args: Plain): Promise<void> {
  const answer = await callWebApi(behind, method, args);
  if (!answer.ok) throw new Error(`Slack refused the modal the app answered with: ${JSON.stringify(answer)}.`);
}
