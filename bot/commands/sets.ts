import type { ModalView } from '@slack/types';
import { Refused } from '../../orchestrator/domain/errors.ts';
import type { SetView } from '../../orchestrator/domain/set-view.ts';
import { incidentChannel, type Platform } from '../platform.ts';
import { type Card, section, sentence } from '../views/blocks.ts';
import { whatOf } from '../views/naming.ts';
import { setLiveCard } from '../views/set-cards.ts';
import { memberLine, setSays } from '../views/set-lines.ts';
import { setAbortConfirm } from '../views/set-modals.ts';

/** What is true right after several applications were asked for, and what happens next. */
export function setRequested(view: SetView, { config: { slack }, plans }: Pick<Platform, 'config' | 'plans'>): Card {
  const { set, members } = view;
  const asked = whatOf(set, plans[set.plan]).replace(/^./, (first) => first.toLowerCase());
  const out = members.filter(({ leftOut }) => leftOut !== null).map((member) => memberLine(member, view));
  const then =
    view.closed === null
      ? `Nothing has moved. Every application is looked at now; then one approval for them all will be asked for in <#${slack.channels.approvals}>. \`/dr status ${set.id}\` says how far it is.`
      : setSays(view).detail;
  const card = sentence(`*${set.id}* is requested: ${asked}. ${then}`);
  return out.length === 0 ? card : { ...card, blocks: [...card.blocks, section(['*Left out*', ...out])] };
}

/** How far a set is, with a line for each application. */
export async function setStatus(platform: Platform, id: string): Promise<Card> {
  const view = await platform.recovery.sets.view(id);
  const card = setLiveCard(view, platform.plans[view.set.plan]);
  const channel = await incidentChannel(platform, id);
  return channel === null ? card : { ...card, blocks: [...card.blocks, section([`Follow it in <#${channel}>.`])] };
}

/** The window that shows what aborting a set would do. */
export async function setAbortPreview({ recovery, plans }: Platform, id: string): Promise<ModalView> {
  const view = await recovery.sets.view(id);
  if (view.closed !== null) throw new Refused(`${id} is over: ${view.closed.says}`);
  return setAbortConfirm(view, plans[view.set.plan], (id) => recovery.application(id));
}

/** What is true right after the abort of a set was accepted. */
export function setAborted(view: SetView): Card {
  const { headline, detail } = setSays(view);
  return sentence(
    `The abort of *${view.set.id}* is recorded. It is now ${headline}. ${detail} \`/dr status ${view.set.id}\` says how far it is.`,
  );
}
