import { z } from 'zod';

const url = z.url();

/** Where the Regions of one application are found. */
export const Place = z.strictObject({
  /** Per Region: its control endpoint (provider API and agent), which the switches cut off, and its public load balancer. */
  regions: z.record(z.string(), z.strictObject({ control: url, balancer: url })),
  /** Flag buckets: the DR Region's and the control Region's. */
  flags: z.strictObject({ dr: url, control: url }),
  /** The DNS server, UDP on 127.0.0.1. */
  dns: z.strictObject({ port: z.int() }),
});
export type Place = z.infer<typeof Place>;

/** Where a process of the lab finds the others. */
export const Addresses = z.strictObject({
  ...Place.shape,
  /** Applications that run in Regions of their own, by id. */
  others: z.record(z.string(), Place),
  /** DynamoDB (dynalite). */
  records: url,
  slack: z.strictObject({ api: url, botToken: z.string(), signingSecret: z.string() }),
  /** Port the platform process listens on for Slack's requests (`POST /slack/events`), on 127.0.0.1. */
  platformPort: z.int(),
});
export type Addresses = z.infer<typeof Addresses>;
