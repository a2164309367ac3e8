import { didYouMean } from '../../orchestrator/did-you-mean.ts';
import { helpCard } from '../views/help.ts';
import { abort } from './abort.ts';
import { ask, askDrill, askForEach } from './begin.ts';
import type { OnCommand, Verb } from './command.ts';
import { lock, unlock } from './lock.ts';
import { menu } from './menu.ts';
import { plan } from './plan.ts';
import { status } from './status.ts';
import { approve, deny } from './vote.ts';
import { whoami } from './whoami.ts';

/** Every verb of `/dr`. */
export const VERBS: Readonly<Record<string, Verb>> = {
  status: {
    usage: '/dr status [app|run|set]',
    says: 'where an application runs, or how far a run or a set of runs is',
    answer: status,
  },
  plan: {
    usage: '/dr plan <app> [failover|switchover|reprotect|failback|drill|restore-drill]',
    says: 'dry run: what a plan would do now; changes nothing',
    answer: plan,
  },
  failover: {
    usage: '/dr failover <app>[,<app> …]|--all [override] [reason …]',
    says: 'ask for a failover, of several applications by one approval; nothing moves before it',
    answer: askForEach('failover'),
  },
  switchover: {
    usage: '/dr switchover <app>[,<app> …]|--all [reason …]',
    says: 'ask for a planned move without loss, while both Regions are well',
    answer: askForEach('switchover'),
  },
  reprotect: {
    usage: '/dr reprotect <app> [reason …]',
    says: 'after a move: ask for the Region that was left to follow again; nobody is moved',
    answer: ask('reprotect'),
  },
  failback: {
    usage: '/dr failback <app> [reason …]',
    says: 'after a move: ask to be home again as it was; it takes hours, and is approved once more before users are moved',
    answer: ask('failback'),
  },
  drill: {
    usage: '/dr drill <app> [game-day] [reason …]',
    says: 'ask for a rehearsal of a failover on a copy of the standby; a game day moves production itself, and home again',
    answer: askDrill,
  },
  'restore-drill': {
    usage: '/dr restore-drill <app> [reason …]',
    says: 'the same on a copy from backups, where the standby cannot be copied now',
    answer: ask('restore-drill'),
  },
  abort: {
    usage: '/dr abort [run|set]',
    says: 'abort a run: undone before the point of no return, refused after it',
    answer: abort,
  },
  lock: { usage: '/dr lock <app> <reason …>', says: 'keep every new run of an application from being started', answer: lock },
  unlock: { usage: '/dr unlock <app>', says: 'lift the lock of an application', answer: unlock },
  approve: { usage: '/dr approve <run|set>', says: 'open the review of a run, to approve it', answer: approve },
  deny: { usage: '/dr deny <run|set>', says: 'deny a run that asks for approval', answer: deny },
  whoami: { usage: '/dr whoami', says: 'who you are here and what you may do', answer: whoami },
  help: { usage: '/dr help', says: 'this list', answer: async () => helpCard(USAGES) },
};

const USAGES = Object.values(VERBS);

/** What answers a verb: the menu when there is none, the help when it is unknown. */
export function answerTo(verb: string): OnCommand {
  if (verb === '') return menu;
  const known = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
  return known?.answer ?? (async () => helpCard(USAGES, { verb, meant: didYouMean(verb, Object.keys(VERBS)) }));
}
