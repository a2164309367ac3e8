import { setTimeout as sleep } from 'node:timers/promises';
import { awsClients } from '../aws/clients.ts';
import type { Connection } from '../aws/patience.ts';
import { sfnWorkflow } from '../aws/workflow.ts';
import { awsWorld } from '../aws/world.ts';
import { Refused } from '../domain/errors.ts';
import { awsPace } from '../pace.ts';
import type { Directory } from '../ports/directory.ts';
import type { Stage } from '../stage.ts';
import { bundledConfig } from './bundled.ts';
import { oneForEach } from './one-for-each.ts';
import { records } from './records.ts';

/** Nobody votes in a step: only what faces people knows who is in a group. */
const nobody: Directory = {
  members: async (group) => {
    throw new Refused(`This Lambda does not know who is in ${group}.`);
  },
};

let made: Stage | undefined;

/** The stage of this Lambda, made at its first use: AWS, and the dr.yml that is bundled with it. */
export function stage({ connection = {} }: { readonly connection?: Connection } = {}): Stage {
  made ??= make(connection);
  return made;
}

function make(connection: Connection): Stage {
  const config = bundledConfig();
  const clients = awsClients(connection);
  return {
    config,
    worldOf: oneForEach((application) => awsWorld(config, application, clients)),
    records: records(),
    workflow: sfnWorkflow({ config }),
    directory: nobody,
    pace: awsPace,
    now: Date.now,
    sleep,
  };
}
