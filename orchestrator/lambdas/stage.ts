import { setTimeout as sleep } from 'node:timers/promises';
import { awsClients } from '../aws/clients.ts';
import { sfnWorkflow } from '../aws/workflow.ts';
import { awsWorld } from '../aws/world.ts';
import type { Application } from '../config.ts';
import { Refused } from '../domain/errors.ts';
import { awsPace } from '../pace.ts';
import type { Directory, World } from '../ports.ts';
import type { Stage } from '../stage.ts';
import { bundledConfig } from './bundled.ts';
import { records } from './records.ts';

/** Nobody votes in a step: only what faces people knows who is in a group. */
const nobody: Directory = {
  members: async (group) => {
    throw new Refused(`This Lambda does not know who is in ${group}.`);
  },
};

let made: Stage | undefined;

/** The stage of this Lambda, made at its first use: AWS, and the dr.yml that is bundled with it. */
export function stage(directory: Directory = nobody): Stage {
  made ??= make(directory);
  return made;
}

function make(directory: Directory): Stage {
  const config = bundledConfig();
  const clients = awsClients();
  const worlds = new Map<string, World>();
  const worldOf = (application: Application): World => {
    const world = worlds.get(application.id) ?? awsWorld(config, application, clients);
    worlds.set(application.id, world);
    return world;
  };
  return {
    config,
    worldOf,
    records: records(),
    workflow: sfnWorkflow({ config }),
    directory,
    pace: awsPace,
    now: Date.now,
    sleep,
  };
}
