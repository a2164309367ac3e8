import type { EntryBody } from '../../orchestrator/domain/entry.ts';
import { chronicle } from '../../orchestrator/questions.ts';
import { type Rig, startRig } from './rig.ts';

/** The incident channel of the run of these tests. */
export const CHANNEL = 'dr-1-shop-failover';

/** A rig with one run, DR-1, that waits for approval, and what moves it on. */
export interface RequestedRun extends Rig {
  write(...bodies: readonly EntryBody[]): Promise<void>;
  report(): ReturnType<Rig['reporter']['report']>;
  /** What was said in a channel, without Slack's own notes. */
  texts(channel: string): Promise<readonly string[]>;
  approve(): Promise<void>;
  hash(): Promise<string>;
}

/** Starts a rig and asks for a failover. */
export async function requestRun(): Promise<RequestedRun> {
  const rig = await startRig();
  const { records, recovery } = rig;
  await recovery.begin({
    application: 'shop',
    plan: 'failover',
    reason: 'disk *on* <fire>',
    by: { id: 'U0REQUESTER', via: 'slack' },
  });
  const hash = async () => (await recovery.view('DR-1')).planned?.hash ?? '';
  return {
    ...rig,
    hash,
    report: () => rig.reporter.report('DR-1'),
    async write(...bodies) {
      for (const body of bodies) await records.journal.append('DR-1', Date.now(), body);
    },
    async texts(channel) {
      const said = (await rig.said(channel)).map(({ text }) => text);
      return said.filter((text) => !text.includes(' set the channel topic'));
    },
    async approve() {
      const at = Date.now();
      const by = { id: 'U0APPROVER1', via: 'slack' } as const;
      await records.questions.vote('DR-1', 'approval.1', await hash(), { by, verdict: 'approve', at });
      await chronicle(records, await records.questions.settle('DR-1', 'approval.1', 'approved', at), at);
    },
  };
}
