import type { Application, Config } from '../config.ts';
import { Refused } from '../domain/errors.ts';
import type { Region } from '../domain/region.ts';

type PlatformOnAws = NonNullable<Config['aws']>;
type ApplicationOnAws = NonNullable<Application['aws']>;
/** The Regions an application runs in; the control Region is none of them. */
export type Side = 'primary' | 'dr';

/** dr.yml's `aws`: what the platform itself has; `Refused` where dr.yml says nothing of it. */
export function platformOnAws(config: Config): PlatformOnAws {
  if (config.aws === undefined) throw new Refused('dr.yml has no section "aws": it says what the platform has on AWS.');
  return config.aws;
}

/** An application's `aws` of dr.yml; `Refused` where dr.yml says nothing of it. */
export function applicationOnAws(application: Application): ApplicationOnAws {
  if (application.aws !== undefined) return application.aws;
  throw new Refused(`dr.yml has no section "aws" for ${application.id}: it names its resources on AWS.`);
}

/** Which of its two Regions that is to an application; `Refused` for any other. */
export function sideOf({ regions }: Pick<Config, 'regions'>, region: Region): Side {
  if (region === regions.primary) return 'primary';
  if (region === regions.dr) return 'dr';
  throw new Refused(`Applications run in ${regions.primary} and ${regions.dr}, not in ${region}.`);
}

/** The ARN of something in both Regions of an application, from its service and what follows the account. */
export function arnsInBoth(config: Config, service: string, resource: (side: Side) => string): readonly string[] {
  const { account } = platformOnAws(config);
  return (['primary', 'dr'] as const).map((side) => `arn:aws:${service}:${config.regions[side]}:${account}:${resource(side)}`);
}
