/** Where the platform's own metrics are in CloudWatch. */
export const METRICS_NAMESPACE = 'DR';
/** Applications of whose two flags neither endpoint answered; there are data only in minutes in which there was one. */
export const FLAGS_UNREACHABLE = 'FlagsUnreachable';
/** Regions whose agents have left no heartbeat for minutes, and Regions that have fenced themselves. */
export const AGENTS_ASLEEP = 'AgentsAsleep';
export const SELF_FENCED = 'SelfFenced';
/** Runs of which Slack did not take what it should show. */
export const SLACK_BEHIND = 'SlackBehind';

/**
 * Writes a line to the function's log that CloudWatch makes a metric of, without dimensions: no call, no permission.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function metricLine(name: string, value: number, at: number, fields: Readonly<Record<string, unknown>> = {}): void {
  const CloudWatchMetrics = [{ Namespace: METRICS_NAMESPACE, Dimensions: [[]], Metrics: [{ Name: name, Unit: 'Count' }] }];
  process.stdout.write(`${JSON.stringify({ _aws: { Timestamp: at, CloudWatchMetrics }, [name]: value, ...fields })}\n`);
}
