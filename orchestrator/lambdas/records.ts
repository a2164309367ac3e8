import { platformOnAws } from '../aws/deployment.ts';
import { dynamoClient } from '../aws/dynamo-client.ts';
import { dynamoRecords } from '../aws/records/dynamo-records.ts';
import type { Records } from '../ports/records.ts';
import { bundledConfig } from './bundled.ts';

let made: Records | undefined;

/** The records in the control Region, for this Lambda; made at their first use. */
export function records(): Records {
  const config = bundledConfig();
  made ??= dynamoRecords(dynamoClient({ region: config.regions.control }), platformOnAws(config).table);
  return made;
}
