import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Behaviour, type Stage, setStage } from './small-platform.ts';
import { CONFIRMATION } from './views.ts';

let stage: Stage;
let now: number;
beforeEach(async () => {
  now = Date.now();
  stage = await setStage({ now: () => now });
});
afterEach(() => stage.stop());

const opens: Behaviour = async ({ type, fields, web }) => {
  if (type === 'command') await web.views.open({ trigger_id: String(fields.trigger_id), view: CONFIRMATION });
};

async function opened() {
  stage.behave(opens);
  const { view } = await stage.slack.as('U0APPROVER1').command('/dr review');
  if (view === null) throw new Error('No modal opened.');
  return view;
}

describe('a trigger', () => {
  it('opens a modal for the person it was made for', async () => {
    const view = await opened();
    expect(view.title?.text).toBe('Review DR-42');
    expect(stage.slack.views('U0APPROVER1')).toHaveLength(1);
    expect(stage.slack.views('U0APPROVER2')).toHaveLength(0);
  });

  it('works once', async () => {
    await opened();
    const trigger_id = String(stage.received[0]?.fields.trigger_id);
    await expect(stage.web.views.open({ trigger_id, view: CONFIRMATION })).rejects.toThrow('exchanged_trigger_id');
  });

  it('is good for 3 seconds', async () => {
    await stage.slack.as('U0APPROVER1').command('/dr review');
    const trigger_id = String(stage.received[0]?.fields.trigger_id);
    now += 3_001;
    await expect(stage.web.views.open({ trigger_id, view: CONFIRMATION })).rejects.toThrow('expired_trigger_id');
  });

  it('cannot be made up', async () => {
    const made = stage.web.views.open({ trigger_id: '1.2.3', view: CONFIRMATION });
    await expect(made).rejects.toThrow('invalid_trigger_id');
  });
});

describe('a submitted modal', () => {
  it('arrives with what was typed, and closes when the app answers nothing', async () => {
    const view = await opened();
    const submitted = await stage.slack.as('U0APPROVER1').submit(view.id, { name: 'shop' });
    expect(submitted).toMatchObject({ status: 'closed', view: null });
    expect(stage.received.at(-1)?.fields).toMatchObject({
      type: 'view_submission',
      user: { id: 'U0APPROVER1' },
      view: {
        id: view.id,
        callback_id: 'review',
        private_metadata: 'DR-42',
        state: { values: { confirmation: { name: { type: 'plain_text_input', value: 'shop' } } } },
      },
    });
    expect(stage.slack.views('U0APPROVER1')).toEqual([]);
  });

  it('stays open with the errors that the app puts beside the inputs', async () => {
    const view = await opened();
    stage.behave(() => ({ response_action: 'errors', errors: { confirmation: 'Type shop.' } }));
    const submitted = await stage.slack.as('U0APPROVER1').submit(view.id, { name: 'shpo' });
    expect(submitted).toMatchObject({ status: 'errors', errors: { confirmation: 'Type shop.' }, view: { id: view.id } });
    expect(stage.slack.views('U0APPROVER1')).toHaveLength(1);
  });

  it('is not sent while a required input is empty', async () => {
    const view = await opened();
    const submitted = await stage.slack.as('U0APPROVER1').submit(view.id);
    expect(submitted.errors).toEqual({ confirmation: 'Please complete this required field.' });
    expect(stage.received).toHaveLength(1);
  });

  it('is redrawn in place by update, and can be submitted again', async () => {
    const view = await opened();
    const changed = { ...CONFIRMATION, title: { type: 'plain_text', text: 'Facts changed' } };
    stage.behave(() => ({ response_action: 'update', view: changed }));
    const submitted = await stage.slack.as('U0APPROVER1').submit(view.id, { name: 'shop' });
    expect(submitted).toMatchObject({ status: 'updated', view: { id: view.id, title: { text: 'Facts changed' } } });
    stage.behave(() => undefined);
    expect((await stage.slack.as('U0APPROVER1').submit(view.id, { name: 'shop' })).status).toBe('closed');
  });

  it('goes under a pushed modal and comes back when that one closes', async () => {
    const view = await opened();
    stage.behave(() => ({ response_action: 'push', view: CONFIRMATION }));
    const { status, view: pushed } = await stage.slack.as('U0APPROVER1').submit(view.id, { name: 'shop' });
    expect(status).toBe('pushed');
    expect(stage.slack.views('U0APPROVER1').map(({ id }) => id)).toEqual([view.id, pushed?.id]);
    await stage.slack.as('U0APPROVER1').close(pushed?.id ?? '');
    expect(stage.slack.views('U0APPROVER1').map(({ id }) => id)).toEqual([view.id]);
  });

  it('takes all modals away on clear', async () => {
    const view = await opened();
    stage.behave(() => ({ response_action: 'clear' }));
    expect((await stage.slack.as('U0APPROVER1').submit(view.id, { name: 'shop' })).status).toBe('closed');
  });

  it('stays open when the app is down', async () => {
    const view = await opened();
    stage.slack.deliverTo('http://127.0.0.1:9/');
    const submitted = await stage.slack.as('U0APPROVER1').submit(view.id, { name: 'shop' });
    expect(submitted).toMatchObject({ status: 'failed', failure: 'dispatch_failed', view: { id: view.id } });
  });

  it('cannot be submitted by somebody else', async () => {
    const view = await opened();
    await expect(stage.slack.as('U0GUEST').submit(view.id)).rejects.toThrow('Gus Moreau has no view');
  });
});
