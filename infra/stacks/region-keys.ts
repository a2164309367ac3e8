import { Stack, type StackProps } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { ApplicationKey } from '../constructs/application-key.ts';
import { RecordsKey } from '../constructs/records-key.ts';

/** What a Region's keys are for, besides the records. */
export interface RegionKeysProps extends StackProps {
  /** Ids of the applications that are made here. */
  readonly applications: readonly string[];
}

/** What a Region has to have before the table of records, a database or a secret can be copied to it. */
export class RegionKeys extends Stack {
  readonly #applications: ReadonlyMap<string, IKey>;

  constructor(scope: Construct, id: string, { applications, ...rest }: RegionKeysProps) {
    super(scope, id, rest);
    new RecordsKey(this, 'Records');
    this.#applications = new Map(applications.map((name) => [name, new ApplicationKey(this, `Data-${name}`, name).key]));
  }

  /** The key of an application's data in this Region. */
  of(application: string): IKey {
    const key = this.#applications.get(application);
    if (key === undefined) throw new Error(`No key is made for ${application}.`);
    return key;
  }
}
