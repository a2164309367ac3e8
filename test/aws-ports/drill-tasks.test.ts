import { describe, expect, it } from 'vitest';
import { doorsOf } from '../../orchestrator/aws/drills/doors.ts';
import type { FoundTask } from '../../orchestrator/aws/drills/tasks.ts';
import { COST_TAG } from '../../orchestrator/domain/cost-metric.ts';
import { Unavailable } from '../../orchestrator/domain/errors.ts';
import { drill, drillsOf, found, instance, SERVICES } from './drills-on-aws.ts';
import { json, xml } from './scripted-aws.ts';
import { shop } from './shop.ts';

describe('a drill’s tasks on ECS', () => {
  const aTask = (taskArn: string, run: string, service: string, lastStatus: string) => ({
    ...{ taskArn, lastStatus, desiredStatus: lastStatus },
    tags: Object.entries({ 'dr:drill': run, 'dr:service': service, [COST_TAG]: shop.id }).map(([key, value]) => ({ key, value })),
  });
  const task = (service: string, address: string): FoundTask => ({ arn: '', run: 'DR-42', service, state: 'running', address });

  it('are started as the drill’s services say, with the host of the copy and nothing else changed', async () => {
    const services = ['frontend', 'backend'].map((name) => ({
      ...{ serviceName: `${name}-drill`, status: 'ACTIVE', taskDefinition: `shop-${name}-drill:4` },
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'], securityGroups: ['sg-0tasks'] } },
    }));
    const host = '<Endpoint><Address>shop-dr-drill-dr-42.abc.us-west-2.rds.amazonaws.com</Address></Endpoint>';
    const { aws, drills } = drillsOf({
      DescribeDBInstances: found(instance('shop-dr-drill-dr-42', host)),
      DescribeServices: () => json({ services }),
      RunTask: () => json({ tasks: [], failures: [] }),
    });
    await drills.start(drill);
    const runs = aws.asked.filter(({ operation }) => operation === 'RunTask').map(({ input }) => input);
    expect(runs).toHaveLength(2);
    expect(runs[1]).toMatchObject({
      ...{ cluster: 'shop', taskDefinition: 'shop-backend-drill:4', startedBy: 'dr-drill', count: 1 },
      networkConfiguration: services[1]?.networkConfiguration,
      overrides: {
        containerOverrides: [
          {
            name: 'backend',
            environment: [{ name: 'DATABASE_HOST', value: 'shop-dr-drill-dr-42.abc.us-west-2.rds.amazonaws.com' }],
          },
        ],
      },
    });
  });

  it('are those of its run that have not ended: no other is counted, started again or stopped', async () => {
    const there = [
      aTask('1', 'DR-42', 'frontend', 'RUNNING'),
      aTask('2', 'DR-42', 'backend', 'STOPPED'),
      { ...aTask('3', 'DR-42', 'backend', 'RUNNING'), desiredStatus: 'STOPPED' },
      aTask('4', 'DR-7', 'frontend', 'RUNNING'),
      aTask('5', 'DR-7', 'backend', 'RUNNING'),
    ];
    const host = '<Endpoint><Address>a-host</Address></Endpoint>';
    const { aws, drills } = drillsOf({
      DescribeDBInstances: found(instance('shop-dr-drill-dr-42', host)),
      DeleteDBInstance: () => xml('<DeleteDBInstanceResponse/>'),
      ListTasks: ({ input }) => json({ taskArns: input.desiredStatus === 'RUNNING' ? there.map(({ taskArn }) => taskArn) : [] }),
      DescribeTasks: () => json({ tasks: there }),
      DescribeServices: ({ input }) =>
        json({ services: SERVICES.filter(({ serviceName }) => (input.services as string[]).includes(serviceName)) }),
      RunTask: () => json({ tasks: [], failures: [] }),
      StopTask: () => json({}),
    });
    expect((await drills.look(drill)).tasks).toEqual([
      { service: 'frontend', state: 'running' },
      { service: 'backend', state: 'stopping' },
    ]);
    await drills.start(drill);
    await drills.remove(drill);
    const acted = aws.asked.filter(({ operation }) => ['RunTask', 'StopTask'].includes(operation)).map(({ input }) => input);
    expect(acted).toEqual([
      expect.objectContaining({ tags: expect.arrayContaining([{ key: 'dr:service', value: 'backend' }]) }),
      expect.objectContaining({ task: '1' }),
    ]);
  });

  it('are tried where the load balancer would lead', () => {
    const doors = doorsOf(shop, [task('frontend', '10.40.0.1'), task('backend', '10.40.0.2')]);
    expect(doors.reads.map(({ address, path }) => `${address}${path}`)).toEqual(['10.40.0.1/', '10.40.0.2/api/orders']);
    expect(doors.writes).toEqual({ address: '10.40.0.2', port: 8080, path: '/api/orders' });
    expect(() => doorsOf(shop, [task('frontend', '10.40.0.1')])).toThrow(Unavailable);
  });
});
