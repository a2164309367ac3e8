import { describe, expect, it } from 'vitest';
import { toBill } from '../../../infra/cost/bill.ts';
import type { PricedResource } from '../../../infra/cost/charge.ts';
import { synthesizedEstate } from '../../../infra/cost/estate.ts';
import { BUDGET, monthsOf, overBudget } from '../../../infra/cost/months.ts';
import { readPrices } from '../../../infra/cost/prices.ts';
import { chargesOf, RULES } from '../../../infra/cost/rules.ts';
import { runsOf } from '../../../infra/cost/runs.ts';
import { toTable } from '../../../infra/cost/table.ts';
import { config, withAgents } from '../synthesized.ts';

const prices = readPrices();
const estate = synthesizedEstate(config);
const months = monthsOf(estate, prices);
const bills = [...months, ...runsOf(estate, prices)];
const [platform] = months;

const resource = (type: string, properties: object): PricedResource => ({
  ...{ stack: 'dr-any', region: config.regions.control, id: 'Any', type, properties },
});
const quantities = (type: string, properties: object, more: readonly PricedResource[] = []) =>
  Object.fromEntries(
    chargesOf(resource(type, properties), { config, resources: more }).map(({ price, quantity }) => [price, quantity]),
  );

const shopDr = () => config.applications.shop?.database.instances.dr;

describe('what the reference costs', () => {
  it('is known for every resource of every template', () => {
    expect(estate.resources.length).toBeGreaterThan(50);
    const types = new Set(estate.resources.map(({ type }) => type).filter((type) => !type.startsWith('Custom::')));
    expect([...types.difference(new Set(Object.keys(RULES)))]).toEqual([]);
  });

  it('is the control plane, both Regions, a failover and a drill, each the sum of its lines', () => {
    expect(bills).toHaveLength(5);
    for (const { usd, lines } of bills) {
      expect(usd).toBeCloseTo(
        lines.reduce((sum, line) => sum + line.usd, 0),
        10,
      );
      for (const line of lines) expect(line.usd).toBeCloseTo(line.quantity * (prices.prices[line.price]?.usd ?? 0), 10);
    }
  });

  it('charges services that run no task, which drills start theirs from, for what is measured of them alone', () => {
    const idle = estate.resources.filter(({ properties }) => String(properties.ServiceName).endsWith('-drill'));
    expect(idle).toHaveLength(4);
    for (const service of idle) {
      const charged = chargesOf(service, estate).filter(({ quantity }) => quantity > 0);
      expect(charged).toEqual([{ price: 'cloudwatch.metric', quantity: 5 }]);
    }
  });

  it('has what Container Insights measures of clusters, services and tasks in both Regions', () => {
    const measured = months.map(({ lines }) =>
      lines
        .filter(({ what, price }) => what.startsWith('ECS::') && price === 'cloudwatch.metric')
        .map(({ quantity }) => quantity),
    );
    // Two services with tasks and two without; the cluster.
    expect(measured).toEqual([[], [2 * 25 + 2 * 5, 13], [2 * 25 + 2 * 5, 13]]);
  });

  it('is under the budget for an idle control plane until its keys were rotated twice', () => {
    const rotations = platform?.lines.filter(({ price }) => price === 'kms.rotation') ?? [];
    expect(rotations.map(({ quantity }) => quantity)).toEqual([6]);
    expect(platform?.usd).toBeGreaterThan(15);
    expect((platform?.usd ?? 0) - (rotations[0]?.usd ?? 0)).toBeLessThan(BUDGET);
  });

  it('says by how much a control plane costs too much, and what costs most of it', () => {
    const keys = (quantity: number) =>
      toBill('Control plane, idle', 'month', [{ what: 'KMS::Key', price: 'kms.key', quantity }], prices);
    expect(overBudget(keys(25))).toBeNull();
    expect(overBudget(keys(26))).toBe(
      'The control plane costs $26.00 in an idle month, $1.00 more than it should for one application. Of that KMS::Key (month and key) is $26.00.',
    );
  });

  it('says what a control plane costs before its keys are rotated', () => {
    const charges = [
      { what: 'KMS::Key', price: 'kms.key', quantity: 20 },
      { what: 'KMS::Key', price: 'kms.rotation', quantity: 12 },
    ];
    expect(overBudget(toBill('Control plane, idle', 'month', charges, prices))).toMatch(
      / That is from the third year on: in the first, before any key is rotated, it is \$20\.00, and in the second \$26\.00\.$/,
    );
  });

  it('is the application’s where the platform makes something for it alone', () => {
    const keysIn = (bill: typeof platform) => bill?.lines.find(({ price }) => price === 'kms.key')?.quantity;
    expect(months.map(keysIn)).toEqual([3, 1, 1]);
    expect(months.map(({ lines }) => lines.some(({ price }) => price === 'ecr.storage'))).toEqual([false, true, true]);
  });

  it('has agents that look as often as the watch asks, and agents that act once a minute', () => {
    const requests = (name: string) =>
      platform?.lines.find(({ what, price }) => what === name && price === 'lambda.request')?.quantity;
    expect(requests('dr-agent-shop')).toBe(14 * 43_800);
    expect(requests('dr-agent-shop-act')).toBe(2 * 43_800);
  });

  it('does not come out while a type of resource has no price', () => {
    const unknown = resource('AWS::QLDB::Ledger', {});
    expect(() => monthsOf({ config, resources: [...estate.resources, unknown] }, prices)).toThrow(
      'AWS::QLDB::Ledger (Any in dr-any) has no price: add it to infra/cost/rules',
    );
  });

  it('does not come out while a class of database has no price, or a function runs nobody knows how often', () => {
    const database = resource('AWS::RDS::DBInstance', { DBInstanceClass: 'db.x99.huge', AllocatedStorage: '20' });
    expect(() => monthsOf({ config, resources: [database] }, prices)).toThrow('There is no price "rds.db.x99.huge"');
    expect(() => quantities('AWS::Lambda::Function', { FunctionName: 'dr-new' })).toThrow('Nothing says how often dr-new');
  });

  it('is shown with every part, and with what is too small to show', () => {
    const table = toTable(bills);
    for (const { name } of bills) expect(table).toContain(`${name}: $`);
    expect(table).toMatch(/dr-watch .+ × GB-second on arm64/);
    expect(table).toMatch(/\d+ more, each under half a cent/);
  });
});

describe('what an application that exists already costs', () => {
  const attached = synthesizedEstate(withAgents);
  const table = toTable([...monthsOf(attached, prices), ...runsOf(attached, prices)]);

  it('is the control plane, and runs of which is said what no template knows', () => {
    const titles = table.split('\n').filter((line) => /: \$/.test(line));
    expect(titles.map((title) => title.split(': $')[0])).toEqual([
      'Control plane, idle',
      'One failover of shop, 24 h in the DR Region, without its tasks and database',
      'One drill of shop, 2 h, without its tasks and database',
    ]);
  });
});

describe('the price', () => {
  it('of everything that is charged is in the list, which was read in the Regions of dr.yml on no later day than its own', () => {
    const used = new Set(estate.resources.flatMap((each) => chargesOf(each, estate).map(({ price }) => price)));
    expect([...used].filter((price) => prices.prices[price] === undefined)).toEqual([]);
    for (const { seen } of Object.values(prices.prices)) expect((seen ?? prices.date) <= prices.date).toBe(true);
    for (const region of Object.values(config.regions)) expect(prices.regions).toContain(region);
  });
});

describe('a run', () => {
  const [standby, definition] = [
    { ServiceName: 'backend', TaskDefinition: { Ref: 'Task' } },
    { Cpu: '512', Memory: '1024', RuntimePlatform: { CpuArchitecture: 'ARM64' } },
  ];
  const inDr = (id: string, type: string, properties: object): PricedResource => ({
    ...{ stack: 'shop-any', region: config.regions.dr, id, type, properties },
  });
  const [failover, drill] = runsOf(
    {
      config,
      resources: [
        inDr('Service', 'AWS::ECS::Service', standby),
        inDr('Task', 'AWS::ECS::TaskDefinition', definition),
        inDr('Database', 'AWS::RDS::DBInstance', { DBInstanceIdentifier: shopDr(), DBInstanceClass: 'db.m7g.large' }),
      ],
    },
    prices,
  );
  const amount = (bill: typeof drill, price: string) => bill?.lines.find((line) => line.price === price)?.quantity;

  it('pays the tasks that the DR Region lacks for as long as it is the active one', () => {
    expect(amount(failover, 'fargate.arm.vcpu-hour')).toBe(0.5 * (2 - 1) * 24);
    expect(amount(failover, 'rds.db.m7g.large')).toBeUndefined();
  });

  it('of a drill pays a copy of the standby and one task of each service', () => {
    expect(amount(drill, 'rds.db.m7g.large')).toBe(2);
    expect(amount(drill, 'fargate.arm.vcpu-hour')).toBe(0.5 * 2);
  });

  it('pays the states that it enters, more than its rows', () => {
    expect(amount(failover, 'states.transition')).toBeGreaterThan(3 * 11);
  });
});
