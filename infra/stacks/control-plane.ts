import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { platformOnAws } from '../../orchestrator/aws/deployment.ts';
import type { Config } from '../../orchestrator/config.ts';
import { stepsOf } from '../../orchestrator/domain/plan.ts';
import { plans } from '../../orchestrator/plans/plans.ts';
import { Alarms } from '../constructs/alarms.ts';
import { DeadLetters } from '../constructs/dead-letters.ts';
import { EachDay } from '../constructs/each-day.ts';
import { EachMinute } from '../constructs/each-minute.ts';
import { ExecutionEvents } from '../constructs/execution-events.ts';
import { FlagBucket } from '../constructs/flag-bucket.ts';
import { PlanMachine } from '../constructs/plan-machine.ts';
import type { CodeOf } from '../constructs/platform-functions.ts';
import { PlatformFunctions } from '../constructs/platform-functions.ts';
import { RecordStream } from '../constructs/record-stream.ts';
import { RecordsTable } from '../constructs/records-table.ts';
import { SlackApi } from '../constructs/slack-api.ts';
import { SlackSecret } from '../constructs/slack-secret.ts';

/** What the control plane is deployed from. */
export interface ControlPlaneProps extends StackProps {
  readonly config: Config;
  readonly codeOf: CodeOf;
  /** More environment for every Lambda, such as the address of a Slack that is not Slack's. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Everything that carries out a recovery, in the control Region. */
export class ControlPlane extends Stack {
  constructor(scope: Construct, id: string, { config, codeOf, environment, ...rest }: ControlPlaneProps) {
    super(scope, id, rest);
    const { table: tableName, slackSecret, flagBuckets } = platformOnAws(config);
    const { table } = new RecordsTable(this, 'Records', { config, tableName });
    new FlagBucket(this, 'Flags', flagBuckets.control);
    new SlackSecret(this, 'Slack', slackSecret);
    const deadLetters = new DeadLetters(this, 'DeadLetters', 'dr-dead-letters');

    const { of } = new PlatformFunctions(this, 'Functions', { config, codeOf, environment, table, deadLetters });
    const machines = Object.values(plans).map(
      (plan) =>
        new PlanMachine(this, `Plan-${plan.id}`, {
          plan,
          functions: [...stepsOf(plan), 'decision', 'close'].map(of),
        }).machine,
    );
    new ExecutionEvents(this, 'Ended', { machines, finalizer: of('finalizer'), deadLetters });
    new EachMinute(this, 'EachMinute', {
      name: 'dr-each-minute',
      description: 'Starts what has to happen each minute.',
      starts: ['sweeper', 'reconciler', 'watch', 'reporter', 'look'].map((trigger) => ({ function: of(trigger) })),
    });
    new EachDay(this, 'EachDay', [of('rehearsal'), of('costs')]);
    new RecordStream(this, 'Stream', { table, reporter: of('reporter'), deadLetters });
    const slack = new SlackApi(this, 'Api', of('bot'));
    new Alarms(this, 'Alarms', {
      machines,
      deadLetters,
      api: slack.api,
      bot: of('bot'),
      reporter: of('reporter'),
      sweeper: of('sweeper'),
      table,
    });

    new CfnOutput(this, 'RequestUrl', { value: slack.requestUrl, description: 'For manifest.yml of the Slack app.' });
  }
}
