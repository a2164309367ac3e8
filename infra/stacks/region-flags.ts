import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { platformOnAws } from '../../orchestrator/aws/deployment.ts';
import type { Config } from '../../orchestrator/config.ts';
import { FlagBucket } from '../constructs/flag-bucket.ts';

/** What the flags of the DR Region are made of. */
export interface RegionFlagsProps extends StackProps {
  readonly config: Config;
}

/** The bucket of flags in the DR Region; the other one is the control plane's. */
export class RegionFlags extends Stack {
  constructor(scope: Construct, id: string, { config, ...rest }: RegionFlagsProps) {
    super(scope, id, rest);
    new FlagBucket(this, 'Flags', platformOnAws(config).flagBuckets.dr);
  }
}
