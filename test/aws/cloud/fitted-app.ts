import { readFile } from 'node:fs/promises';
import { platformOnAws } from '../../../orchestrator/aws/deployment.ts';
import { parseConfig } from '../../../orchestrator/config.ts';
import { awsAt } from './ask.ts';
import { fitToEmulator } from './fit.ts';
import { makeHealthChecks } from './health-checks.ts';
import { databaseHost } from './internet.ts';
import '../../../infra/app.ts';

/*
 * What cdk.json of the test's checkout runs: the project's app, whose templates it then fits to the emulators.
 */

const config = parseConfig(await readFile('dr.yml', 'utf8'));
const { CDK_OUTDIR: assembly = 'cdk.out', AWS_ENDPOINT_URL: endpoint = '' } = process.env;
await makeHealthChecks(awsAt(endpoint, platformOnAws(config).account), config, assembly);
const hosts = Object.values(config.applications).flatMap(({ database: { instances } }) =>
  (['primary', 'dr'] as const).map((side) => [instances[side], databaseHost(instances[side], config.regions[side])]),
);
await fitToEmulator(assembly, Object.fromEntries(hosts));
