import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Code, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Permission } from '../../orchestrator/aws/permissions.ts';
import type { Config } from '../../orchestrator/config.ts';
import { type Needs, rowNeeds, triggerNeeds } from '../../orchestrator/lambdas/needs.ts';
import { permissionsFor } from '../../orchestrator/lambdas/permissions.ts';
import { type StepId, stepRows } from '../../orchestrator/plans/plans.ts';
import { functionName } from '../../orchestrator/workflow/to-asl.ts';
import type { DeadLetters } from './dead-letters.ts';
import { PlatformFunction } from './platform-function.ts';
import { streamPermissions } from './record-stream.ts';

/** Bundles by what they answer: `task` every task of a state machine, the others what their names say. */
export type BundleName =
  | 'task'
  | 'sweeper'
  | 'finalizer'
  | 'reconciler'
  | 'watch'
  | 'rehearsal'
  | 'costs'
  | 'look'
  | 'bot'
  | 'reporter'
  | 'agent'
  | 'bootstrap'
  | 'rotation';
/** The code of a bundle. */
export type CodeOf = (name: BundleName) => Code;

/** What the Lambdas are made of. */
export interface PlatformFunctionsProps {
  readonly config: Config;
  readonly codeOf: CodeOf;
  readonly environment: Readonly<Record<string, string>>;
  readonly table: TableV2;
  readonly deadLetters: DeadLetters;
}

/** How a Lambda runs, besides what it needs; memory buys processor time, and at 1,769 MB Lambda gives one whole processor. */
interface Size {
  readonly description: string;
  readonly timeoutSeconds: number;
  readonly memory: number;
  readonly atOnce?: number;
}

/** A look that begins in the 50th second has 40 s left: two calls of an agent and what they wait for. */
export const ROW = { timeoutSeconds: 90, memory: 512 };
/** Goes round for at most 50 s of each minute; a round that begins in the last of them has 40 s left. */
const MINUTE = { timeoutSeconds: 90, memory: 256 };

const SIZES: Readonly<Record<keyof typeof triggerNeeds, Size>> = {
  decision: { description: 'Asks people what to do about a step that failed.', ...ROW },
  close: { description: 'Ends a run.', ...ROW },
  finalizer: { description: 'Closes the run of an execution that is over.', ...ROW },
  sweeper: { description: 'Each minute: repeats what lost events and crashes left undone.', ...MINUTE },
  reconciler: { description: 'Each minute: fences sources that could not be fenced.', ...MINUTE },
  watch: { description: 'Each minute: probes every Region, every 10 s.', ...MINUTE },
  rehearsal: { description: 'Each day: a dry run of every application.', ...ROW },
  costs: { description: 'Each day: what AWS charges for the applications and the platform.', ...MINUTE },
  look: { description: 'Looks at the Regions for the bot.', timeoutSeconds: 10, memory: 1_769 },
  bot: { description: 'Answers Slack.', timeoutSeconds: 10, memory: 1_769 },
  // One at a time, because two that draw the same run would post its messages twice.
  reporter: { description: 'Draws runs in Slack.', timeoutSeconds: 60, memory: 512, atOnce: 1 },
};

const TASKS: readonly string[] = ['decision', 'close'];

/** Every Lambda of the control plane: one for each row id that plans have, and one for each trigger. */
export class PlatformFunctions extends Construct {
  readonly #functions = new Map<string, LambdaFunction>();

  constructor(scope: Construct, id: string, props: PlatformFunctionsProps) {
    super(scope, id);
    for (const [step, { kind }] of Object.entries(stepRows)) {
      const description = `A row of a plan: ${kind} ${step}.`;
      this.#add(props, step, { description, ...ROW }, 'task', permissionsFor(rowNeeds[step as StepId]));
    }
    for (const [trigger, needs] of Object.entries(triggerNeeds) as [keyof typeof triggerNeeds, Needs][]) {
      const bundle = TASKS.includes(trigger) ? 'task' : (trigger as BundleName);
      const more = trigger === 'reporter' ? streamPermissions(props) : [];
      this.#add(props, trigger, SIZES[trigger], bundle, [...permissionsFor(needs), ...more]);
    }
  }

  /** The Lambda of a row or trigger. */
  readonly of = (id: string): LambdaFunction => {
    const found = this.#functions.get(id);
    if (found === undefined) throw new Error(`No Lambda is made for ${id}.`);
    return found;
  };

  #add(props: PlatformFunctionsProps, step: string, size: Size, bundle: BundleName, permissions: readonly Permission[]): void {
    const { config, environment, codeOf } = props;
    const made = new PlatformFunction(this, step, {
      name: functionName(step),
      ...size,
      code: codeOf(bundle),
      config,
      environment,
      permissions,
    });
    this.#functions.set(step, made.function);
  }
}
