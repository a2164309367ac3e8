import type { MemoryWorld } from '../../lab/memory/memory-world.ts';
import type { Region } from '../../orchestrator/domain/region.ts';
import { answering } from './aws-before-memory.ts';
import { json, type Script } from './scripted-aws.ts';
import { dr, primary, shop } from './shop.ts';

/*
 * CloudWatch as S3 tells it what waits to be copied: in the Region that gets it, also while nothing is copied.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/repl-metrics.html
 */

interface Metric {
  readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
}

const bucketOf = ({ Dimensions }: Metric, dimension: string): string =>
  Dimensions.find(({ Name }) => Name === dimension)?.Value ?? '';
const regionOf = (bucket: string): Region => (bucket === shop.aws.buckets.dr ? dr : primary);

/** The script of an AWS that counts copies, over the script of one that does not. */
export function withBuckets(world: MemoryWorld, rest: Script): Script {
  const { regions } = world;
  const waiting = (metric: Metric): number => {
    const regionIn = (dimension: string) => regions.region(regionOf(bucketOf(metric, dimension)));
    const [from, to] = [regionIn('SourceBucket'), regionIn('DestinationBucket')];
    return [...from.objects.keys()].filter((key) => !to.objects.has(key)).length;
  };
  const own: Script = {
    ListMetrics: ({ region, input }) =>
      regions.at(() => {
        regions.region(region).reach();
        const rule = { Name: 'RuleId', Value: 'all' };
        const { Namespace, MetricName, Dimensions } = input as unknown as Metric & Record<'Namespace' | 'MetricName', string>;
        const metric = { Namespace, MetricName, Dimensions: [...Dimensions, rule] };
        return json({ Metrics: regionOf(bucketOf(metric, 'DestinationBucket')) === region ? [metric] : [] });
      }),
    GetMetricData: ({ region, input }) =>
      regions.at(() => {
        regions.region(region).reach();
        const queries = input.MetricDataQueries as readonly {
          readonly Id: string;
          readonly MetricStat: { readonly Metric: Metric };
        }[];
        return json({ MetricDataResults: queries.map(({ Id, MetricStat }) => ({ Id, Values: [waiting(MetricStat.Metric)] })) });
      }),
  };
  return { ...rest, ...answering(world, own) };
}
