import { z } from 'zod';
import { openSessions } from '../../aws/agent-session.ts';
import { platformOnAws, sideOf } from '../../aws/deployment.ts';
import { copySessions } from '../../aws/drills/copy-sessions.ts';
import { copyPrefix } from '../../aws/drills/names.ts';
import { dynamoClient } from '../../aws/dynamo-client.ts';
import { recordedWriterIn } from '../../aws/records/recorded-writer.ts';
import { applicationOf } from '../../stage.ts';
import { agentOn } from '../agent.ts';
import { bundledConfig } from '../bundled.ts';

/** What an agent finds in its environment: which requests it answers, whose database it looks after, and where that is in its Region. */
const Environment = z.object({
  AWS_REGION: z.string().min(1),
  DR_DUTY: z.enum(['look', 'act']),
  DR_APPLICATION: z.string().min(1),
  DR_DATABASE_HOST: z.hostname(),
  DR_DATABASE_PORT: z.coerce.number().int().default(5432),
});

const {
  AWS_REGION: region,
  DR_DUTY: duty,
  DR_APPLICATION: id,
  DR_DATABASE_HOST: host,
  DR_DATABASE_PORT: port,
} = Environment.parse(process.env);
const config = bundledConfig();
const application = applicationOf(config, id);
const { database } = application;
const endpoint = { host, port, region, database: database.name };
const read = recordedWriterIn({ client: dynamoClient({ region }), table: platformOnAws(config).table });

/** One of the two functions of a Region's agent; its environment names what it is there for, the application and the database. */
export const handler = agentOn(openSessions(endpoint), database, {
  duty,
  copies: (copy) => copySessions(endpoint, copyPrefix(application, sideOf(config, region)))(copy),
  home: { region, recordedWriter: () => read(id) },
});
