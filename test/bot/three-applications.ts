import type { MessageRef } from '../../lab/slack/shown.ts';
import { configOf } from '../scenarios/many.ts';
import { type Rig, startRig } from './rig.ts';

/** A rig of three applications, of which billing comes after shop. */
export const startRigOfThree = (): Promise<Rig> => startRig({ config: configOf({ shop: [], billing: ['shop'], mail: [] }) });

/** Asks for all of them, and lets the sweeper bring the set to its question. */
export async function askForAll(rig: Rig): Promise<void> {
  await rig.slack.as('U0REQUESTER').command('/dr failover --all the Region is failing');
  await rig.sweep();
  for (const id of ['DR-1', 'DR-2', 'DR-3', 'SET-1']) await rig.reporter.report(id);
}

/** Approves that set as it is now. */
export async function approveAll(rig: Rig): Promise<void> {
  const { planned } = await rig.recovery.sets.view('SET-1');
  await rig.recovery.sets.vote({
    ...{ set: 'SET-1', hash: planned?.hash ?? '', verdict: 'approve', confirmation: 'SET-1' },
    by: { id: 'U0APPROVER1', via: 'slack' },
  });
}

/** The oldest message about that set in a channel. */
export async function cardIn(rig: Rig, channel: string): Promise<MessageRef> {
  const found = (await rig.said(channel)).find(({ text }) => text.includes('SET-1'));
  if (found === undefined) throw new Error(`${channel} has no card of SET-1.`);
  return found;
}
