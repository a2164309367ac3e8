import type { Application, Config } from '../../config.ts';
import type { Drill } from '../../ports/drills.ts';
import { type Side, sideOf } from '../deployment.ts';

/** The tag of everything that a drill makes; its value is the run. */
export const DRILL_TAG = 'dr:drill';
/** In place of a run in that tag, of what a person makes as the runbook says: that person removes it. */
export const BY_HAND = 'by-hand';
/** The tag of a DB instance that names the security group of its copies. */
export const GROUP_TAG = 'dr:drill-group';
/** Who started a drill's tasks, as ECS keeps it. */
export const STARTED_BY = 'dr-drill';

/** What the name of every copy of an instance begins with; that of no other instance does. */
export const copyPrefix = (application: Pick<Application, 'database'>, side: Side): string =>
  `${application.database.instances[side]}-drill-`;

/** The identifier of a drill's copy: `shop-dr-drill-dr-42`. */
export const copyName = (config: Config, application: Application, { region, run }: Drill): string =>
  `${copyPrefix(application, sideOf(config, region))}${run.toLowerCase()}`;

/** The ECS service that says how tasks of a drill are made: it runs none by itself. */
export const drillService = (service: string): string => `${service}-drill`;
