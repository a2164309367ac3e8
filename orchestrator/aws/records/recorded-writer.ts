import type { Application } from '../../config.ts';
import type { Writer } from '../../domain/writer.ts';
import { platformOnAws, type Side } from '../deployment.ts';
import { ask } from '../errors.ts';
import type { Permission } from '../permissions.ts';
import { claimEntity } from './claim-entity.ts';
import type { Place } from './table.ts';

/** Reads who the writer of an application is from one copy of the table, which may be behind the others; null before the first move. */
export function recordedWriterIn(place: Place): (application: string) => Promise<Writer | null> {
  const claims = claimEntity(place);
  return async (application) => {
    const { data } = await ask("The Region's copy of the records", () =>
      claims.get({ application }).go({ attributes: ['writer'] }),
    );
    return data?.writer ?? null;
  };
}

/**
 * What reading it at home needs: the items of that application, of the copy in its own Region. Its key is opened by the key's
 * own policy, to whoever may use the table (infra/constructs/records-key.ts).
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
export const recordedWriterPermissions = ({ id }: Application, side: Side): readonly Permission[] => [
  {
    actions: ['dynamodb:GetItem'],
    resources: (config) => {
      const { account, table } = platformOnAws(config);
      return [`arn:aws:dynamodb:${config.regions[side]}:${account}:table/${table}`];
    },
    conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [partitionOf(id)] } },
  },
];

const partitionOf = (application: string): string =>
  claimEntity({ table: 'any' }).get({ application }).params<{ readonly Key: { readonly pk: string } }>().Key.pk;
