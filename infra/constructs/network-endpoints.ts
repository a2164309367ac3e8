import { Stack } from 'aws-cdk-lib';
import {
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  type ISecurityGroup,
  type IVpc,
  SubnetType,
} from 'aws-cdk-lib/aws-ec2';
import { AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

/** What may be reached through a network's endpoints. */
export interface NetworkEndpointsProps {
  readonly vpc: IVpc;
  readonly group: ISecurityGroup;
  /** The application's bucket in this Region. */
  readonly bucket: string;
  /** The platform's table of records. */
  readonly table: string;
}

const PULL = ['ecr:GetAuthorizationToken', 'ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'];

/**
 * Each interface endpoint, who calls it, and what it lets through; each is paid for by the hour in each zone. Not here: STS (Lambda and ECS hand their roles in), RDS (tokens of IAM authentication are signed by the
 * caller), Lambda and ECS (both talk to their machines past the VPC), CloudWatch's metrics (read where AWS makes them).
 */
const CALLED: Readonly<
  Record<string, { readonly service: InterfaceVpcEndpointAwsService; readonly actions: readonly string[] }>
> = {
  // Fargate pulls images through the task's own interface, by both endpoints and S3's:
  // https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
  EcrApi: { service: InterfaceVpcEndpointAwsService.ECR, actions: PULL },
  EcrDocker: { service: InterfaceVpcEndpointAwsService.ECR_DOCKER, actions: PULL },
  // The tasks' log driver: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html
  Logs: { service: InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS, actions: ['logs:CreateLogStream', 'logs:PutLogEvents'] },
  // Tasks read their secrets as they start, the bootstrap the master user's, and rotation writes what it made.
  Secrets: {
    service: InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
    actions: [
      'secretsmanager:DescribeSecret',
      'secretsmanager:GetSecretValue',
      'secretsmanager:PutSecretValue',
      'secretsmanager:UpdateSecretVersionStage',
    ],
  },
  // For tasks that encrypt by themselves. Those made here do not: S3, RDS and Secrets Manager use their keys past the VPC.
  Keys: {
    service: InterfaceVpcEndpointAwsService.KMS,
    actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'],
  },
};

/** The ways from the private subnets to AWS, as there is none to the internet. All of them exist before they are needed. */
export class NetworkEndpoints extends Construct {
  constructor(scope: Construct, id: string, { vpc, group, bucket, table }: NetworkEndpointsProps) {
    super(scope, id);
    const { account, region, partition } = Stack.of(this);
    const subnets = { subnetType: SubnetType.PRIVATE_ISOLATED };
    const ours = (actions: readonly string[], resources: readonly string[]) =>
      new PolicyStatement({
        principals: [new AnyPrincipal()],
        actions: [...actions],
        resources: [...resources],
        conditions: { StringEquals: { 'aws:PrincipalAccount': account } },
      });

    const s3 = vpc.addGatewayEndpoint('S3', { service: GatewayVpcEndpointAwsService.S3, subnets: [subnets] });
    const objects = `arn:${partition}:s3:::${bucket}`;
    s3.addToPolicy(ours(['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:ListBucket'], [objects, `${objects}/*`]));
    s3.addToPolicy(
      // Layers come by addresses that ECR signs itself: https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
      new PolicyStatement({
        principals: [new AnyPrincipal()],
        actions: ['s3:GetObject'],
        resources: [`arn:${partition}:s3:::prod-${region}-starport-layer-bucket/*`],
      }),
    );
    const records = `arn:${partition}:dynamodb:${region}:${account}:table/${table}`;
    vpc
      .addGatewayEndpoint('DynamoDB', { service: GatewayVpcEndpointAwsService.DYNAMODB, subnets: [subnets] })
      .addToPolicy(ours(['dynamodb:GetItem'], [records]));
    for (const [name, { service, actions }] of Object.entries(CALLED)) {
      vpc
        .addInterfaceEndpoint(name, { service, subnets, securityGroups: [group], privateDnsEnabled: true, open: false })
        .addToPolicy(ours(actions, ['*']));
    }
  }
}
