import { z } from 'zod';
import type { DatabaseEndpoint } from '../aws/agent-session.ts';
import type { Application } from '../config.ts';
import { applicationOf } from '../stage.ts';
import { bundledConfig } from './bundled.ts';

const Environment = z.object({
  AWS_REGION: z.string().min(1),
  DR_APPLICATION: z.string().min(1),
  DR_DATABASE_HOST: z.hostname(),
});

/** Whose database a function looks after, and where that is in its Region: its environment says so. */
export function databaseHere(): { readonly application: Application; readonly endpoint: DatabaseEndpoint } {
  const { AWS_REGION: region, DR_APPLICATION: id, DR_DATABASE_HOST: host } = Environment.parse(process.env);
  const application = applicationOf(bundledConfig(), id);
  return { application, endpoint: { host, port: 5432, region, database: application.database.name } };
}
