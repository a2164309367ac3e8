import { BatchGetImageCommand } from '@aws-sdk/client-ecr';
import { DescribeTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import type { Application, Config } from '../../config.ts';
import { Unavailable } from '../../domain/errors.ts';
import type { Move, Region } from '../../domain/region.ts';
import type { Clients } from '../clients.ts';
import { applicationOnAws, arnsInBoth, sideOf } from '../deployment.ts';
import { askFor, isNamed } from '../errors.ts';
import type { Permission } from '../permissions.ts';
import { describe } from '../services.ts';

/** `123456789012.dkr.ecr.us-west-2.amazonaws.com/shop/backend:1.2` or `…@sha256:…`. */
const ECR =
  /^\d{12}\.dkr\.ecr\.(?<region>[a-z0-9-]+)\.amazonaws\.com\/(?<repository>[^:@]+)(?::(?<tag>[^@]+))?(?:@(?<digest>sha256:\w+))?$/;

interface Image {
  readonly service: string;
  /** As the task definition has it. */
  readonly reference: string;
  /** The Region of its registry; null for a registry that is not ECR. */
  readonly registry: Region | null;
  /** Null when the registry does not have it, or is not ECR. */
  readonly digest: string | null;
}

/**
 * Images that tasks in the target could not start with: ECS waits up to 15 minutes between attempts for one that is missing.
 * Compared with the source by digest, as far as the source answers.
 */
export async function missingImages(
  config: Config,
  application: Application,
  clients: Pick<Clients, 'ecs' | 'ecr'>,
  { from, to }: Move,
): Promise<readonly string[]> {
  const [there, here] = await Promise.all([
    imagesIn(config, application, clients, to),
    imagesIn(config, application, clients, from).catch(silence),
  ]);
  return there.flatMap(({ service, reference, registry, digest }) => {
    if (registry === null) return [];
    if (registry !== to) return [`${service} in ${to} takes its image from ${registry}: ${reference}`];
    if (digest === null) return [`the registry of ${to} has no image ${reference}, so ${service} cannot start there`];
    const same = here.filter((image) => image.service === service && image.digest !== null);
    const differs = same.length > 0 && !same.some((image) => image.digest === digest);
    return differs ? [`${service} would run another image in ${to} than in ${from}`] : [];
  });
}

/** A source that is silent has nothing to be compared with. */
function silence(error: unknown): readonly Image[] {
  if (error instanceof Unavailable) return [];
  throw error;
}

async function imagesIn(
  config: Config,
  application: Application,
  clients: Pick<Clients, 'ecs' | 'ecr'>,
  region: Region,
): Promise<readonly Image[]> {
  const cluster = applicationOnAws(application).cluster[sideOf(config, region)];
  const services = await describe(clients, region, cluster, Object.keys(application.services));
  const images = services.map(async ({ serviceName = '', taskDefinition }) => {
    const command = new DescribeTaskDefinitionCommand({ taskDefinition });
    const { taskDefinition: found } = await askFor(`ECS in ${region}`, () => clients.ecs(region).send(command));
    const references = (found?.containerDefinitions ?? []).flatMap(({ image }) => image ?? []);
    return Promise.all(references.map((reference) => lookUp(clients, serviceName, reference)));
  });
  return (await Promise.all(images)).flat();
}

async function lookUp(clients: Pick<Clients, 'ecr'>, service: string, reference: string): Promise<Image> {
  const { region = null, repository, tag = 'latest', digest } = ECR.exec(reference)?.groups ?? {};
  if (region === null) return { service, reference, registry: null, digest: null };
  const imageIds = [digest === undefined ? { imageTag: tag } : { imageDigest: digest }];
  const command = new BatchGetImageCommand({ repositoryName: repository, imageIds });
  try {
    const { images = [] } = await askFor(`The registry of ${region}`, () => clients.ecr(region).send(command));
    return { service, reference, registry: region, digest: images[0]?.imageId?.imageDigest ?? null };
  } catch (error) {
    if (!isNamed(error, 'RepositoryNotFoundException')) throw error;
    return { service, reference, registry: region, digest: null };
  }
}

/** What looking at images needs. */
export const imagePermissions: readonly Permission[] = [
  {
    actions: ['ecs:DescribeServices'],
    resources: (config, application) =>
      Object.keys(application.services).flatMap((name) =>
        arnsInBoth(config, 'ecs', (side) => `service/${applicationOnAws(application).cluster[side]}/${name}`),
      ),
  },
  { actions: ['ecs:DescribeTaskDefinition'], resources: () => ['*'] },
  {
    actions: ['ecr:BatchGetImage'],
    resources: (config, application) =>
      applicationOnAws(application).repositories.flatMap((name) => arnsInBoth(config, 'ecr', () => `repository/${name}`)),
  },
];
