import { DescribeLoadBalancerAttributesCommand, DescribeLoadBalancersCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Application, Config } from '../../config.ts';
import type { Move } from '../../domain/region.ts';
import type { Clients } from '../clients.ts';
import { applicationOnAws, sideOf } from '../deployment.ts';
import { askFor } from '../errors.ts';
import type { Permission } from '../permissions.ts';
import { inBoth } from './in-both.ts';

/**
 * How long a client's connection lives at most, in s, however busy: a client that keeps one open learns of a move when it ends. AWS's
 * own default is an hour. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html
 */
export const LONGEST_KEEP_ALIVE_S = 300;
const ATTRIBUTE = 'client_keep_alive.seconds';

/** Load balancers of which users would not notice for long that the application has moved. */
export const longKeepAlives = (
  config: Config,
  application: Application,
  { balancing }: Pick<Clients, 'balancing'>,
  move: Move,
): Promise<readonly string[]> =>
  inBoth(move, async (region) => {
    const { name } = applicationOnAws(application).balancers[sideOf(config, region)];
    const what = `The load balancer ${name} in ${region}`;
    const named = new DescribeLoadBalancersCommand({ Names: [name] });
    const { LoadBalancers = [] } = await askFor(what, () => balancing(region).send(named));
    const its = new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn: LoadBalancers[0]?.LoadBalancerArn });
    const { Attributes = [] } = await askFor(what, () => balancing(region).send(its));
    const seconds = Number(Attributes.find(({ Key }) => Key === ATTRIBUTE)?.Value ?? 0);
    if (seconds <= LONGEST_KEEP_ALIVE_S) return [];
    return [
      `the load balancer ${name} in ${region} keeps users' connections for up to ${seconds} s, and one that is open does not ask DNS: set ${ATTRIBUTE} to ${LONGEST_KEEP_ALIVE_S} or less`,
    ];
  });

/** What looking at load balancers needs; neither action has a resource. */
export const keepAlivePermissions: readonly Permission[] = [
  {
    actions: ['elasticloadbalancing:DescribeLoadBalancers', 'elasticloadbalancing:DescribeLoadBalancerAttributes'],
    resources: () => ['*'],
  },
];
