import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundle } from '../../../infra/bundle.ts';
import { agentFunction } from '../../../orchestrator/aws/agent.ts';
import { platformOnAws } from '../../../orchestrator/aws/deployment.ts';
import type { Application, Config } from '../../../orchestrator/config.ts';
import { makePython } from '../emulators/python.ts';
import type { Aws } from './ask.ts';
import { databaseHost } from './internet.ts';

const run = promisify(execFile);

/** Makes the agents' Lambdas in both Regions of the application, one that looks and one that acts: the platform's own code, and where its database is. */
export async function deployAgents(aws: Aws, config: Config, application: Application, folder: string): Promise<void> {
  const file = join(folder, 'agent', 'index.js');
  await bundle('orchestrator/lambdas/handlers/agent.ts', file, { config });
  const zip = join(folder, 'agent.zip');
  await run(join(await makePython(), 'python'), ['-m', 'zipfile', '-c', zip, file]);
  const code = (await readFile(zip)).toString('base64');
  for (const side of ['primary', 'dr'] as const) {
    const region = config.regions[side];
    const host = databaseHost(application.database.instances[side], region);
    for (const duty of ['look', 'act'] as const) {
      const name = agentFunction(application, side, duty);
      const definition = {
        FunctionName: name,
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Role: `arn:aws:iam::${platformOnAws(config).account}:role/${name}`,
        Timeout: 8,
        Code: { ZipFile: code },
        Environment: { Variables: { DR_DUTY: duty, DR_APPLICATION: application.id, DR_DATABASE_HOST: host } },
      };
      await aws.rest('lambda', region, 'POST', '/2015-03-31/functions', JSON.stringify(definition));
    }
  }
}
