import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);

const frontend = {
  APPLICATION: z.string().min(1),
  AWS_REGION: z.string().min(1),
  ADDRESS: z.ipv4().default('127.0.0.1'),
  PORT: port.default(8080),
};

/** The environment of the frontend's container. */
export const FrontendEnvironment = z.object(frontend);

/** The environment of the backend's container. */
export const BackendEnvironment = z.object({
  ...frontend,
  /** Absent where no receipts are kept. */
  BUCKET: z.string().min(1).optional(),
  DATABASE_HOST: z.string().min(1),
  DATABASE_PORT: port.default(5432),
  DATABASE_NAME: z.string().min(1),
  /** Name or ARN of the secret with `username` and `password`; its host is the primary's in both Regions, and is not read. */
  DATABASE_SECRET: z.string().min(1),
  /** How long the database and the bucket are waited for; a login over TLS within a Region takes some 50 ms. */
  PATIENCE_MS: z.coerce.number().int().min(100).default(2_000),
});
export type BackendEnvironment = z.output<typeof BackendEnvironment>;

/** What a schema makes of this process's environment; throws a sentence that names every variable that is wrong. */
export function read<Schema extends z.ZodType>(schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(process.env);
  if (parsed.success) return parsed.data;
  throw new Error(`The environment of this container is not as it has to be:\n${z.prettifyError(parsed.error)}`);
}
