import { awsDrills } from '../../orchestrator/aws/drills/drills.ts';
import { json, type Script, scriptedAws, xml } from './scripted-aws.ts';
import { config, dr, shop } from './shop.ts';

/** A minute in which nothing is backed up. */
export const NOON = Date.UTC(2026, 10, 28, 12);

/** The drill of a run in the DR Region. */
export const drill = { region: dr, run: 'DR-42' };

/** What RDS answers that has these instances. */
export const found = (inner: string) => () =>
  xml(
    `<DescribeDBInstancesResponse><DescribeDBInstancesResult><DBInstances>${inner}</DBInstances></DescribeDBInstancesResult></DescribeDBInstancesResponse>`,
  );

/** An instance of RDS that is available. */
export const instance = (id: string, more = '') =>
  `<DBInstance><DBInstanceIdentifier>${id}</DBInstanceIdentifier><DBInstanceStatus>available</DBInstanceStatus>${more}</DBInstance>`;

/** The one tag of an instance. */
export const tagged = (key: string, value: string) => `<TagList><Tag><Key>${key}</Key><Value>${value}</Value></Tag></TagList>`;

/** The tag by which an instance names the group of its copies. */
export const GROUP = tagged('dr:drill-group', 'sg-0drill');

/** The services of drills, as ECS tells them. */
export const SERVICES = ['frontend-drill', 'backend-drill'].map((serviceName) => ({ serviceName, status: 'ACTIVE' }));

/** Drills of an application on AWS that answers what the script says, and nothing of tasks unless that does. */
export function drillsOf(script: Script, application = shop, now = NOON) {
  const aws = scriptedAws({
    ListTasks: () => json({ taskArns: [] }),
    DescribeServices: () => json({ services: SERVICES }),
    ...script,
  });
  return { aws, drills: awsDrills(config, application, aws.clients, () => now) };
}
