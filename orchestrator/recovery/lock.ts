import { Refused } from '../domain/errors.ts';
import { mayLock } from '../people.ts';
import type { Recovery } from '../recovery.ts';
import { applicationOf, type Stage } from '../stage.ts';
import { checkReason } from './reason.ts';

/** Keeps every new run of an application from being started, with a reason that whoever tries is told. */
export const lock =
  (stage: Stage): Recovery['lock'] =>
  async ({ application: id, reason: given, by }) => {
    const application = applicationOf(stage.config, id);
    await mayLock(application, by, stage.directory);
    const reason = checkReason(given);
    if (reason === '') throw new Refused(`Say why ${id} is locked: whoever wants to recover it is told.`);
    return stage.records.claims.lock(id, { by: by.id, reason, at: stage.now() });
  };

/** Lifts the lock of an application. */
export const unlock =
  (stage: Stage): Recovery['unlock'] =>
  async ({ application: id, by }) => {
    const application = applicationOf(stage.config, id);
    await mayLock(application, by, stage.directory);
    if ((await stage.records.claims.look(id)).lock === null) throw new Refused(`${id} is not locked.`);
    return stage.records.claims.unlock(id);
  };
