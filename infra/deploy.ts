import { readFileSync } from 'node:fs';
import { awsClients } from '../orchestrator/aws/clients.ts';
import { platformOnAws } from '../orchestrator/aws/deployment.ts';
import { dynamoClient } from '../orchestrator/aws/dynamo-client.ts';
import { PATIENCE } from '../orchestrator/aws/patience.ts';
import { dynamoRecords } from '../orchestrator/aws/records/dynamo-records.ts';
import { awsWorld } from '../orchestrator/aws/world.ts';
import { BrokenConfig, parseConfig } from '../orchestrator/config.ts';
import { isExpected } from '../orchestrator/domain/errors.ts';
import { BadArguments, readArguments } from './deploy/arguments.ts';
import { callerOf } from './deploy/caller.ts';
import { cdkOfProject } from './deploy/cdk.ts';
import { deployGuarded, EXIT } from './deploy/guarded.ts';
import { protectOnAws } from './deploy/stack-policy.ts';

/** `npm run deploy`: see `USAGE`. */
async function main(args: readonly string[]): Promise<number> {
  const asked = readArguments(args);
  const config = parseConfig(readFileSync('dr.yml', 'utf8'));
  const region = config.regions.control;
  const clients = awsClients();
  return deployGuarded(
    {
      config,
      records: dynamoRecords(dynamoClient({ region, ...PATIENCE }), platformOnAws(config).table),
      worldOf: (application) => awsWorld(config, application, clients),
      caller: () => callerOf({ region }),
      cdk: cdkOfProject,
      protect: protectOnAws(),
      assembly: 'cdk.out',
      now: Date.now,
      say: console.error,
    },
    asked,
  );
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof BadArguments || error instanceof BrokenConfig || isExpected(error))) throw error;
  console.error(error.message);
  process.exitCode = error instanceof BadArguments ? EXIT.misunderstood : EXIT.failed;
}
