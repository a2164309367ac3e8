import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnRotationSchedule, type CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct, type IDependable } from 'constructs';
import { agentSessionPermissions } from '../../orchestrator/aws/agent-session.ts';
import { rotationPermissions } from '../../orchestrator/aws/secret-versions.ts';
import { AdministrationFunction, type AdministrationProps } from './administration-function.ts';

const DAYS = 30;

/** What a rotation is made of. */
export interface RotationProps extends AdministrationProps {
  readonly secret: CfnSecret;
  /** What has to be there first: the roles. */
  readonly after: IDependable;
}

/**
 * Rotates the writer's secret every 30 days. The function is our own because AWS's names the second user `<first>_clone`, reads
 * the host name from the secret, which a replica would carry to the other Region, and logs in as the master user; ours takes the
 * writers of dr.yml in turn, as the agent's role. https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_available-rotation-templates.html
 */
export class Rotation extends Construct {
  constructor(scope: Construct, id: string, { secret, after, ...props }: RotationProps) {
    super(scope, id);
    const { function: rotation } = new AdministrationFunction(this, 'Function', {
      ...props,
      name: `dr-rotation-${props.application.id}`,
      description: `Rotates the secret that services of ${props.application.id} log in with.`,
      permissions: [...rotationPermissions, ...agentSessionPermissions('primary')],
    });
    rotation.addPermission('SecretsManager', {
      principal: new ServicePrincipal('secretsmanager.amazonaws.com'),
      sourceArn: secret.ref,
    });
    const schedule = new CfnRotationSchedule(this, 'Schedule', {
      secretId: secret.ref,
      rotationLambdaArn: rotation.functionArn,
      rotationRules: { automaticallyAfterDays: DAYS },
      rotateImmediatelyOnUpdate: false,
    });
    schedule.node.addDependency(after, rotation);
  }
}
