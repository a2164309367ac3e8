import type { Application } from '../../orchestrator/config.ts';
import type { Region } from '../../orchestrator/domain/region.ts';
import type { Binaries } from '../postgres/binaries.ts';
import type { Passwords } from '../postgres/passwords.ts';

/** Ports of a Region's endpoints on 127.0.0.1; they stay the same when it is killed and healed. */
export interface RegionPorts {
  /** The provider's API and the agent. */
  readonly control: number;
  /** The load balancer as users reach it. */
  readonly balancer: number;
  /** The load balancer as the control Region reaches it. */
  readonly balancerFromControl: number;
  /** The flag bucket. */
  readonly flag: number;
  /** The application's bucket, from inside the Region. */
  readonly store: number;
  readonly database: number;
}

/** Everything a Region's process needs to know. */
export interface RegionOptions {
  readonly region: Region;
  readonly role: 'primary' | 'dr';
  readonly otherRegion: Region;
  /** Where the other Region's bucket takes copies. */
  readonly otherBucket: string;
  readonly application: Application;
  /** The platform's records (DynamoDB), which the Region's agent reads. */
  readonly records: string;
  readonly folder: string;
  /** How long users of the application wait for an answer, ms. */
  readonly patienceMs: number;
  readonly ports: RegionPorts;
  readonly binaries: Binaries;
  readonly passwords: Passwords;
  /** The other Region's database, as the provider of both reaches it to make a replica of it. */
  readonly otherDatabase: { readonly data: string; readonly port: number };
  /** Settings that point the database at the other Region's, for as long as it replicates. */
  readonly replication: Readonly<Record<string, string>>;
}

/** How a Region that runs can be disturbed. */
export type Condition = 'healthy' | 'cut-off' | 'frozen';
