import type { Recovery } from '../recovery.ts';
import { applicationOf, type Stage } from '../stage.ts';
import { abort } from './abort.ts';
import { begin } from './begin.ts';
import { decide } from './decide.ts';
import { lock, unlock } from './lock.ts';
import { setsOn } from './sets.ts';
import { dryRun, running, status, view } from './status.ts';
import { review, vote } from './vote.ts';

/** The use cases on a stage: what the bot, the lab and later the CLI call. */
export function recoveryOn(stage: Stage): Recovery {
  const { config } = stage;
  return {
    applications: () => Object.keys(config.applications).map((id) => applicationOf(config, id)),
    application: (id) => applicationOf(config, id),
    begin: begin(stage),
    dryRun: dryRun(stage),
    status: status(stage),
    view: view(stage),
    running: running(stage),
    review: review(stage),
    vote: vote(stage),
    decide: decide(stage),
    abort: abort(stage),
    lock: lock(stage),
    unlock: unlock(stage),
    sets: setsOn(stage),
  };
}
