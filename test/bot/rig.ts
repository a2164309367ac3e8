import { readFile } from 'node:fs/promises';
import { WebClient } from '@slack/web-api';
import { parse } from 'yaml';
import { createApp } from '../../bot/app.ts';
import { reportClient } from '../../bot/client.ts';
import { slackDirectory } from '../../bot/directory.ts';
import type { LogLine } from '../../bot/log.ts';
import { createReporter, type Reporter, type ReporterOptions } from '../../bot/reporter.ts';
import { startServer } from '../../bot/server.ts';
import { type MemoryWorld, memoryWorld } from '../../lab/memory/memory-world.ts';
import { memoryRecords } from '../../lab/memory/records/memory-records.ts';
import { virtualClock } from '../../lab/memory/virtual-clock.ts';
import { type LocalSlack, startSlack } from '../../lab/slack/local-slack.ts';
import type { Message } from '../../lab/slack/shown.ts';
import { type Config, parseConfig } from '../../orchestrator/config.ts';
import { approvalId } from '../../orchestrator/domain/question.ts';
import type { Run } from '../../orchestrator/domain/run.ts';
import { gather } from '../../orchestrator/gather.ts';
import { hashOf } from '../../orchestrator/hash.ts';
import { sweep } from '../../orchestrator/lambdas/sweep.ts';
import { awsPace } from '../../orchestrator/pace.ts';
import { plans } from '../../orchestrator/plans/plans.ts';
import type { Records } from '../../orchestrator/ports/records.ts';
import type { Workflow } from '../../orchestrator/ports/workflow.ts';
import { chronicle } from '../../orchestrator/questions.ts';
import { recoveryOn } from '../../orchestrator/recovery/use-cases.ts';
import type { Recovery } from '../../orchestrator/recovery.ts';
import { applicationOf, openRun, type Stage } from '../../orchestrator/stage.ts';

/** The bot behind a local Slack, with the real use cases on records and Regions in memory. */
export interface Rig {
  readonly slack: LocalSlack;
  readonly config: Config;
  readonly records: Records;
  readonly world: MemoryWorld;
  readonly recovery: Recovery;
  readonly reporter: Reporter;
  readonly log: readonly LogLine[];
  readonly url: string;
  /** A reporter as another process would have it: nothing remembered but the records. */
  anotherReporter(changes?: Partial<ReporterOptions>): Reporter;
  /** The messages of a channel, by the channel's name. */
  said(channel: string): Promise<readonly Message[]>;
  /** A round of the sweeper. */
  sweep(): Promise<void>;
  stop(): Promise<void>;
}

/** dr.yml of the project. */
export const readConfig = async (): Promise<Config> => parseConfig(await readFile('dr.yml', 'utf8'));

/** The bot scopes that manifest.yml asks for. */
export async function manifestScopes(): Promise<readonly string[]> {
  return parse(await readFile('manifest.yml', 'utf8')).oauth_config.scopes.bot;
}

/** Starts everything on free ports of 127.0.0.1; the bot has the manifest's scopes and no more. */
export async function startRig(
  changes: { readonly recovery?: Partial<Recovery>; readonly answerWithinMs?: number; readonly config?: Config } = {},
): Promise<Rig> {
  const config = changes.config ?? (await readConfig());
  const slack = await startSlack({ scopes: await manifestScopes() });
  const records = memoryRecords();
  const application = applicationOf(config, 'shop');
  const { primary, dr } = config.regions;
  const world = memoryWorld({ application, regions: { primary, dr }, clock: virtualClock({ start: Date.now(), jumps: false }) });
  const lines: LogLine[] = [];
  const log = (line: LogLine) => void lines.push(line);
  const client = reportClient({ botToken: slack.botToken, url: slack.apiUrl }, log);
  const directory = slackDirectory({ client, now: Date.now });
  const clock = { now: Date.now, sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)) };
  const stage: Stage = {
    ...{ config, records, directory, now: Date.now, sleep: clock.sleep, pace: awsPace },
    worldOf: () => world,
    workflow: firstTwoRows(() => stage),
  };
  const recovery = { ...recoveryOn(stage), ...changes.recovery };
  const bot = createApp({
    platform: { recovery, config, plans, surfaces: records.surfaces, directory, log },
    slack: { botToken: slack.botToken, url: slack.apiUrl, signingSecret: slack.signingSecret },
    replays: records.replays,
    now: Date.now,
    ...(changes.answerWithinMs === undefined ? {} : { answerWithinMs: changes.answerWithinMs }),
  });
  const server = await startServer(bot, 0);
  const url = `http://127.0.0.1:${server.port}/slack/events`;
  slack.deliverTo(url);
  const anotherReporter: Rig['anotherReporter'] = (options) =>
    createReporter({ records, client, config, plans, directory, clock, log, minIntervalMs: 0, ...options });
  return {
    ...{ slack, config, records, world, recovery, log: lines, url, anotherReporter },
    reporter: anotherReporter(),
    sweep: () => sweep(stage),
    said: async (name) => {
      const channel = (await slack.channels()).find((one) => one.name === name);
      return channel === undefined ? [] : slack.messages(channel.id);
    },
    stop: async () => {
      await server.stop();
      await slack.stop();
    },
  };
}

/** A workflow that carries out preflight and asks for approval, of each revision once it is looked at, and goes no further. */
function firstTwoRows(stage: () => Stage): Workflow {
  const ask = async (run: Run) => {
    const { records, config } = stage();
    const { planned } = (await openRun(stage(), run.id)).view;
    if (planned === null) throw new Error(`${run.id} has no plan.`);
    const { needed, expires } = applicationOf(config, run.application).approval;
    const at = Date.now();
    const question = await records.questions.ask({
      ...{ run: run.id, id: approvalId(planned.revision), row: 'approval', kind: 'approval', hash: planned.hash, needed },
      ...{ votes: [], outcome: null, askedAt: at, expiresAt: at + expires },
    });
    await chronicle(records, question, at);
  };
  return {
    async start(run: Run) {
      const { records, worldOf, config } = stage();
      const application = applicationOf(config, run.application);
      const plan = plans[run.plan];
      const facts = await gather({ world: worldOf(application), records, application, plan }, run);
      const hash = hashOf(plan, facts);
      await records.journal.append(run.id, Date.now(), { kind: 'planned', revision: 1, hash, facts, drift: [] });
      await ask(run);
    },
    complete: async () => undefined,
    async state(run) {
      await ask(run);
      return 'running';
    },
  };
}

/** A Slack Web API client with every default, for what tests look up themselves. */
export const lookingAt = (slack: LocalSlack) => new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl });

/** All text in blocks, for what a reader would find in them. */
export const textOf = (blocks: unknown): string =>
  JSON.stringify(blocks, (key, value) => (['action_id', 'block_id', 'type'].includes(key) ? undefined : value));
