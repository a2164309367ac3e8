import { type CloudWatchClient, GetMetricDataCommand, ListMetricsCommand, type Metric } from '@aws-sdk/client-cloudwatch';
import type { Application, Config } from '../config.ts';
import { Unavailable } from '../domain/errors.ts';
import type { Storage } from '../ports/world.ts';
import type { Clients } from './clients.ts';
import { applicationOnAws, sideOf } from './deployment.ts';
import { askFor } from './errors.ts';
import type { PermissionsOf } from './permissions.ts';

/** S3 publishes the metric every minute, "on a best-effort basis": a figure older than this says nothing about now. */
const WINDOW_MS = 15 * 60_000;

/**
 * The application's buckets. How many operations wait to be replicated is published in the Region of the destination, also
 * while nothing replicates, so that it can be read when the source's Region is gone.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/repl-metrics.html
 */
export function s3Storage(
  config: Config,
  application: Application,
  clients: Pick<Clients, 'cloudwatch'>,
  now: () => number,
): Storage {
  const { buckets } = applicationOnAws(application);
  return {
    backlog: async (from, to) => {
      const [source, destination] = [buckets[sideOf(config, from)], buckets[sideOf(config, to)]];
      const what = `CloudWatch in ${to}`;
      const metrics = await pendingBetween(clients.cloudwatch(to), what, source, destination);
      const counts = await newest(clients.cloudwatch(to), what, metrics, now());
      if (counts.length === 0 || counts.length < metrics.length) {
        throw new Unavailable(`${what} has no current figure for what ${destination} has yet to get from ${source}.`);
      }
      return counts.reduce((sum, count) => sum + count, 0);
    },
  };
}

/** One metric for each replication rule between the two buckets. */
async function pendingBetween(client: CloudWatchClient, what: string, source: string, destination: string) {
  const command = new ListMetricsCommand({
    Namespace: 'AWS/S3',
    MetricName: 'OperationsPendingReplication',
    Dimensions: [
      { Name: 'SourceBucket', Value: source },
      { Name: 'DestinationBucket', Value: destination },
    ],
  });
  return (await askFor(what, () => client.send(command))).Metrics ?? [];
}

/** The newest figure of each metric that has one. */
async function newest(
  client: CloudWatchClient,
  what: string,
  metrics: readonly Metric[],
  now: number,
): Promise<readonly number[]> {
  if (metrics.length === 0) return [];
  const command = new GetMetricDataCommand({
    StartTime: new Date(now - WINDOW_MS),
    EndTime: new Date(now),
    ScanBy: 'TimestampDescending',
    MetricDataQueries: metrics.map((Metric, index) => ({
      Id: `rule${index}`,
      MetricStat: { Metric, Period: 60, Stat: 'Maximum' },
    })),
  });
  const { MetricDataResults = [] } = await askFor(what, () => client.send(command));
  return MetricDataResults.flatMap(({ Values = [] }) => Values.slice(0, 1));
}

/** What the storage's methods need; CloudWatch's actions take no resource. */
export const storagePermissions: PermissionsOf<Storage> = {
  backlog: [{ actions: ['cloudwatch:ListMetrics', 'cloudwatch:GetMetricData'], resources: () => ['*'] }],
};
