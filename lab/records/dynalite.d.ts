declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** A DynamoDB that answers over HTTP and keeps its tables in memory. */
  export default function dynalite(options?: { readonly createTableMs?: number }): Server;
}
