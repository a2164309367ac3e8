import type { CfnFunction, Code } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Permission } from '../../orchestrator/aws/permissions.ts';
import type { Config } from '../../orchestrator/config.ts';
import type { CreatedApplication } from '../reference.ts';
import { PlatformFunction } from './platform-function.ts';
import { IN_A_NETWORK } from './region-agent.ts';

/** Where a function that changes roles or passwords finds the database. */
export interface AdministrationProps {
  readonly config: Config;
  readonly application: CreatedApplication;
  readonly code: Code;
  readonly network: { readonly subnets: readonly string[]; readonly securityGroup: string; readonly databaseHost: string };
}

/** A function beside the database that changes its roles or their passwords, over TLS that is verified. */
export class AdministrationFunction extends Construct {
  readonly function: PlatformFunction['function'];

  constructor(
    scope: Construct,
    id: string,
    {
      config,
      application,
      code,
      network,
      ...own
    }: AdministrationProps & { readonly name: string; readonly description: string; readonly permissions: readonly Permission[] },
  ) {
    super(scope, id);
    this.function = new PlatformFunction(this, 'Platform', {
      ...own,
      code,
      config,
      permissions: [...own.permissions, IN_A_NETWORK],
      // A statement that waits for a lock is ended after 30 s.
      timeoutSeconds: 60,
      memory: 512,
      environment: {
        DR_APPLICATION: application.id,
        DR_DATABASE_HOST: network.databaseHost,
        // https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html: RDS's authorities come with the runtime.
        NODE_EXTRA_CA_CERTS: '/var/runtime/ca-cert.pem',
      },
    }).function;
    const raw = this.function.node.defaultChild as CfnFunction;
    raw.vpcConfig = { subnetIds: [...network.subnets], securityGroupIds: [network.securityGroup] };
  }
}
