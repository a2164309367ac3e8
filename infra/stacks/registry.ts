import { Duration, RemovalPolicy, Stack, type StackProps, Tags } from 'aws-cdk-lib';
import { CfnReplicationConfiguration, Repository, RepositoryEncryption, TagMutability, TagStatus } from 'aws-cdk-lib/aws-ecr';
import type { Construct } from 'constructs';
import { platformOnAws, type Side } from '../../orchestrator/aws/deployment.ts';
import type { Config } from '../../orchestrator/config.ts';
import { COST_TAG } from '../../orchestrator/domain/cost-metric.ts';
import { otherSide } from '../asset-replication.ts';

/** Whose images a Region's registry has. */
export interface RegistryProps extends StackProps {
  readonly config: Config;
  readonly side: Side;
  /** Repositories of every application that the stacks make, and whose images each has. */
  readonly repositories: ReadonlyMap<string, string>;
}

/** Images that are kept of each repository; the ones that run are among the newest. */
const KEPT = 100;

/**
 * The images of all created applications in one Region: what is pushed here is copied to the other Region, where ECR would make
 * a repository of its own, with mutable tags, if there were none. A registry has one replication configuration, so this one is
 * all applications'. Copies are not copied again. Nothing secret is in an image, so AWS's own key encrypts it.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html
 */
export class Registry extends Stack {
  constructor(scope: Construct, id: string, { config, side, repositories, ...rest }: RegistryProps) {
    super(scope, id, rest);
    for (const [repositoryName, application] of repositories) {
      const repository = new Repository(this, repositoryName.replaceAll(/[^a-zA-Z0-9]/g, '-'), {
        repositoryName,
        imageTagMutability: TagMutability.IMMUTABLE,
        imageScanOnPush: true,
        encryption: RepositoryEncryption.KMS,
        removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      });
      Tags.of(repository).add(COST_TAG, application);
      repository.addLifecycleRule({ rulePriority: 1, tagStatus: TagStatus.UNTAGGED, maxImageAge: Duration.days(14) });
      repository.addLifecycleRule({ rulePriority: 2, tagStatus: TagStatus.ANY, maxImageCount: KEPT });
    }
    new CfnReplicationConfiguration(this, 'Replication', {
      replicationConfiguration: {
        rules: [
          {
            destinations: [{ region: config.regions[otherSide(side)], registryId: platformOnAws(config).account }],
            repositoryFilters: [...repositories.keys()].map((filter) => ({ filter, filterType: 'PREFIX_MATCH' })),
          },
        ],
      },
    });
  }
}
