import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Rig, startRig, textOf } from './rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.stop());

const requester = () => rig.slack.as('U0REQUESTER');
const guest = () => rig.slack.as('U0GUEST');

describe('/dr', () => {
  it('alone shows what runs, what waits for one, and the applications with their buttons', async () => {
    await requester().command('/dr failover shop');
    const approver = await rig.slack.as('U0APPROVER2').command('/dr');
    expect(approver.text).toBe('1 running, 1 waiting for you');
    expect(textOf(approver.blocks)).toContain('Review DR-1');
    expect((await requester().command('/dr')).text).toBe('1 running, 0 waiting for you');
    expect((await guest().command('/dr')).text).toBe('1 running, 0 waiting for you');
  });

  it('help lists every verb', async () => {
    const { blocks } = await requester().command('/dr help');
    for (const verb of ['status', 'plan', 'failover', 'abort', 'approve', 'deny', 'whoami']) {
      expect(textOf(blocks)).toContain(`/dr ${verb}`);
    }
  });

  it('asks what was meant by a verb that it does not know, and does nothing', async () => {
    const { blocks } = await requester().command('/dr failvoer shop');
    expect(textOf(blocks)).toContain('There is no `/dr failvoer`. Did you mean failover? Nothing was done.');
    expect(await rig.recovery.running()).toEqual([]);
  });

  it('does not take the name of something built in for a verb', async () => {
    expect(textOf((await requester().command('/dr constructor')).blocks)).toContain('There is no `/dr constructor`');
  });

  it('whoami says what dr.yml entitles one to', async () => {
    expect(textOf((await rig.slack.as('U0APPROVER2').command('/dr whoami')).blocks)).toContain(
      'you may ask for a recovery, and may approve',
    );
    expect(textOf((await guest().command('/dr whoami')).blocks)).toContain('you may not ask for a recovery, and may not approve');
  });
});

describe('/dr failover', () => {
  it('takes the word override apart from the reason', async () => {
    await requester().command('/dr failover shop override it is the same outage');
    expect((await rig.recovery.view('DR-1')).run.reason).toBe('it is the same outage');
  });

  it('makes a request, says its id and that nothing has moved', async () => {
    const { text } = await requester().command('/dr failover shop reason: database & disk <on> fire');
    expect(text).toContain('*DR-1* is requested: failover of shop, us-east-1 → us-west-2. Nothing has moved.');
    expect((await rig.recovery.view('DR-1')).run).toMatchObject({
      reason: 'database & disk <on> fire',
      requestedBy: { id: 'U0REQUESTER', via: 'slack' },
    });
  });

  it('without an application opens a form that is filled in, and the form makes the request', async () => {
    const { view, text } = await requester().command('/dr failover');
    expect(text).toBe('');
    const submitted = await requester().submit(view?.id ?? '', { reason: 'drill of the form' });
    expect(submitted.status).toBe('updated');
    expect(textOf(submitted.view?.blocks)).toContain('*DR-1* is requested');
    expect((await rig.recovery.view('DR-1')).run).toMatchObject({ application: 'shop', reason: 'drill of the form' });
  });

  it('names the applications that there are when it does not know one', async () => {
    const { text } = await requester().command('/dr failover shpo');
    expect(text).toBe('dr.yml names no application "shpo". It names: shop. Did you mean shop?');
  });

  it('does not let a name mention a channel', async () => {
    const { text } = await requester().command('/dr failover <!channel>');
    expect(text).toContain('"&lt;!channel&gt;"');
  });

  it('is refused to somebody who is not entitled, in private', async () => {
    const { text } = await guest().command('/dr failover shop');
    expect(text).toBe('You may not ask for recoveries of shop: dr.yml does not list you as a requester.');
    expect(await rig.recovery.running()).toEqual([]);
  });

  it('is refused while another run holds the application', async () => {
    await requester().command('/dr failover shop');
    const { text } = await rig.slack.as('U0APPROVER1').command('/dr failover shop');
    expect(text).toContain('DR-1');
    expect(await rig.recovery.running()).toHaveLength(1);
  });
});

describe('/dr lock', () => {
  it('keeps a failover from being asked for, shows in the status, and /dr unlock lifts it', async () => {
    expect((await requester().command('/dr lock shop the schema is migrated')).text).toContain('*shop* is locked');
    expect((await requester().command('/dr failover shop')).text).toContain('(the schema is migrated)');
    const { blocks } = await requester().command('/dr status shop');
    expect(textOf(blocks)).toContain(':lock: *Locked* by <@U0REQUESTER>');
    expect((await requester().command('/dr unlock shop')).text).toContain('is not locked any more');
    expect((await requester().command('/dr failover shop')).text).toContain('*DR-1* is requested');
  });

  it('says what is missing', async () => {
    expect((await requester().command('/dr lock')).text).toContain('Which application?');
    expect((await requester().command('/dr lock shop')).text).toContain('Say why shop is locked');
    expect((await guest().command('/dr lock shop because')).text).toContain('You may not lock shop');
  });
});

describe('/dr switchover', () => {
  it('asks for a switchover, whose words promise no loss', async () => {
    const { text } = await requester().command('/dr switchover shop maintenance');
    expect(text).toContain('*DR-1* is requested: switchover of shop, us-east-1 → us-west-2. Nothing has moved.');
    expect((await rig.recovery.view('DR-1')).run).toMatchObject({ plan: 'switchover', reason: 'maintenance' });
    await rig.reporter.report('DR-1');
    const [card] = await rig.said('dr-approvals');
    expect(textOf(card?.blocks)).toContain('none: that is proved, or nothing moves');
  });

  it('without an application opens a form that asks for a switchover', async () => {
    const { view } = await requester().command('/dr switchover');
    expect(view?.title).toMatchObject({ text: 'Ask for a switchover' });
    await requester().submit(view?.id ?? '');
    expect((await rig.recovery.view('DR-1')).run.plan).toBe('switchover');
  });

  it('has a dry run of its own, and an unknown plan is told from it', async () => {
    const { text, blocks } = await requester().command('/dr plan shop switchover');
    expect(text).toContain('Dry run: switchover of shop');
    expect(textOf(blocks)).toContain('Prove that us-west-2 has every write of us-east-1');
    expect((await requester().command('/dr plan shop switchovr')).text).toContain('Did you mean switchover?');
  });
});

describe('/dr reprotect', () => {
  it('asks for the Region that was left to follow again, and its review says that traffic is left alone', async () => {
    const { text } = await requester().command('/dr reprotect shop after the outage');
    expect(text).toContain('*DR-1* is requested: reprotect of shop');
    expect((await rig.recovery.view('DR-1')).run).toMatchObject({ plan: 'reprotect', reason: 'after the outage' });
    const { text: plan, blocks } = await requester().command('/dr plan shop reprotect');
    expect(plan).toContain('Dry run: reprotect of shop');
    expect(textOf(blocks)).toContain('us-west-2 follows us-east-1 already');
    expect(textOf(blocks)).toContain('none: nothing moves');
  });
});

describe('/dr drill', () => {
  it('asks for a rehearsal, whose words promise that nothing moves', async () => {
    const { text } = await requester().command('/dr drill shop once a quarter');
    expect(text).toContain('*DR-1* is requested: drill of shop, us-east-1 → us-west-2. Nothing has moved.');
    expect((await rig.recovery.view('DR-1')).run).toMatchObject({ plan: 'drill', reason: 'once a quarter' });
  });

  it('of a game day asks for a switchover, and its card says that production moves', async () => {
    const { text } = await requester().command('/dr drill shop game-day the yearly one');
    expect(text).toContain('*DR-1* is requested: switchover of shop');
    const view = await rig.recovery.view('DR-1');
    expect([view.run.plan, view.run.reason, view.isGameDay]).toEqual(['switchover', 'the yearly one', true]);
    await rig.reporter.report('DR-1');
    const [card] = await rig.said('dr-approvals');
    expect(textOf(card?.blocks)).toContain('it moves production itself');
    expect(textOf(card?.blocks)).toContain('afterwards the way home to us-east-1 is asked for');
  });

  it('has a verb of its own for one on a copy from backups', async () => {
    await requester().command('/dr restore-drill shop its backup is due');
    expect((await rig.recovery.view('DR-1')).run).toMatchObject({ plan: 'restore-drill', reason: 'its backup is due' });
  });
});

describe('what cannot be foreseen', () => {
  it('gives the person a reference, and the log the error under it, once and without secrets', async () => {
    await rig.stop();
    rig = await startRig({ recovery: { running: () => Promise.reject(new Error('token xoxb-1-secret broke')) } });
    const { text } = await requester().command('/dr');
    const [, reference] = /Reference: (\w+)\./.exec(text) ?? [];
    expect(rig.log).toHaveLength(1);
    expect(rig.log[0]).toMatchObject({ level: 'error', reference, message: 'token [secret] broke' });
    expect(JSON.stringify(rig.log)).not.toContain('xoxb');
  });

  it('an answer that Slack would not wait for is given up, without a claim about what was done', async () => {
    await rig.stop();
    rig = await startRig({ recovery: { running: () => new Promise(() => undefined) }, answerWithinMs: 20 });
    expect((await requester().command('/dr')).text).toContain('It may still be done: /dr status shows what is true.');
    expect(rig.log).toEqual([]);
  });
});
