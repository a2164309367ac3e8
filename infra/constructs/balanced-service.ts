import { Duration } from 'aws-cdk-lib';
import { type ISecurityGroup, type IVpc, SubnetType } from 'aws-cdk-lib/aws-ec2';
import { AvailabilityZoneRebalancing, FargateService, type ICluster } from 'aws-cdk-lib/aws-ecs';
import {
  type ApplicationListener,
  ApplicationListenerRule,
  ApplicationProtocol,
  ApplicationTargetGroup,
  ListenerAction,
  ListenerCondition,
  TargetType,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { type TaskDefinitionProps, taskDefinitionOf } from './task-definition.ts';

/** What a service is made of. */
export interface BalancedServiceProps extends TaskDefinitionProps {
  /** How many tasks autoscaling keeps at least and at most. */
  readonly capacity: { readonly min: number; readonly max: number };
  readonly cluster: ICluster;
  readonly vpc: IVpc;
  readonly group: ISecurityGroup;
  readonly listener: ApplicationListener;
  /** Position among the rules of the listener, from 1. */
  readonly priority: number;
}

/** Requests that are under way when a target is taken out; ECS ends the task only afterwards. */
const DEREGISTRATION_DELAY = Duration.seconds(15);
const CPU_TARGET_PERCENT = 60;

/**
 * One service of an application: tasks in the private subnets, behind its paths of the load balancer. How many there are is
 * autoscaling's to say, within the limits given, and never the template's: deploying it undoes no scaling.
 */
export class BalancedService extends Construct {
  constructor(scope: Construct, id: string, props: BalancedServiceProps) {
    super(scope, id);
    const { name, made, capacity, cluster, vpc, group } = props;
    const service = new FargateService(this, 'Service', {
      serviceName: name,
      cluster,
      taskDefinition: taskDefinitionOf(this, props),
      vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
      securityGroups: [group],
      assignPublicIp: false,
      circuitBreaker: { enable: true, rollback: true },
      minHealthyPercent: 100,
      maxHealthyPercent: 200,
      healthCheckGracePeriod: Duration.seconds(60),
      availabilityZoneRebalancing: AvailabilityZoneRebalancing.ENABLED,
      enableExecuteCommand: false,
    });
    const targets = new ApplicationTargetGroup(this, 'Targets', {
      vpc,
      port: made.port,
      protocol: ApplicationProtocol.HTTP,
      targetType: TargetType.IP,
      deregistrationDelay: DEREGISTRATION_DELAY,
      healthCheck: {
        path: made.health,
        healthyHttpCodes: '200',
        interval: Duration.seconds(10),
        timeout: Duration.seconds(5),
        healthyThresholdCount: 2,
        unhealthyThresholdCount: 3,
      },
    });
    takePaths(this, props, targets);
    service.attachToApplicationTargetGroup(targets);
    service
      .autoScaleTaskCount({ minCapacity: capacity.min, maxCapacity: capacity.max })
      .scaleOnCpuUtilization('Cpu', { policyName: `${name}-cpu`, targetUtilizationPercent: CPU_TARGET_PERCENT });
  }
}

/** Its paths of the listener, or what nobody else takes. */
function takePaths(scope: Construct, { listener, made, priority }: BalancedServiceProps, targets: ApplicationTargetGroup): void {
  const action = ListenerAction.forward([targets]);
  if (made.paths.length === 0) listener.addAction('Default', { action });
  else {
    const conditions = [ListenerCondition.pathPatterns([...made.paths])];
    new ApplicationListenerRule(scope, 'Paths', { listener, priority, conditions, action });
  }
}
