import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../lab/process/free-port.ts';
import { type LocalSlack, startSlack } from '../../../lab/slack/local-slack.ts';
import type { LabWorld } from '../../../lab/world.ts';
import { platformOnAws, type Side } from '../../../orchestrator/aws/deployment.ts';
import { dynamoClient } from '../../../orchestrator/aws/dynamo-client.ts';
import { dynamoRecords } from '../../../orchestrator/aws/records/dynamo-records.ts';
import { type Application, type Config, parseConfig } from '../../../orchestrator/config.ts';
import type { Records } from '../../../orchestrator/ports/records.ts';
import { applicationOf } from '../../../orchestrator/stage.ts';
import { costsFront } from '../costs-front.ts';
import { emulatorsByService, startEmulators } from '../emulators/emulators.ts';
import { toLogin } from '../gateway/call.ts';
import { type Gateway, openGateway } from '../gateway/gateway.ts';
import { bindTo } from '../lab-binding.ts';
import { quotasFront } from '../quotas-front.ts';
import { copiesFront } from '../rds-front/drill-copies.ts';
import type { InstanceLives } from '../rds-front/instance-lives.ts';
import { rdsFront } from '../rds-front/rds-front.ts';
import { rebuildsFront } from '../rds-front/rebuilds.ts';
import { route53Front } from '../route53-front.ts';
import { drillTasksFront } from '../services-front/drill-tasks.ts';
import { autoscalingFront, balancersFront, ecsFront } from '../services-front/services-front.ts';
import { type Aws, awsAt } from './ask.ts';
import { makeCheckout } from './checkout.ts';
import { deploy, requestUrl } from './deploy.ts';
import { type Entrance, openEntrance } from './entrance.ts';
import { freshRegions } from './fresh-regions.ts';
import { hostApplications } from './hosted.ts';
import { databaseHost, type Login, openInternet } from './internet.ts';
import { makeReplicas } from './replicas.ts';
import { makeRuntime } from './runtime.ts';
import { withSecond } from './second.ts';
import type { Terminal } from './typed.ts';

/** AWS with the deployed control plane, a Slack, and the lab's Regions behind the application's resources. */
export interface Cloud {
  readonly config: Config;
  readonly application: Application;
  readonly slack: LocalSlack;
  readonly gateway: Gateway;
  /** The services that the platform is deployed on, past the gateway. */
  readonly aws: Aws;
  /** Those that the application runs on. */
  readonly resources: Aws;
  /** The platform's records, read past the platform. */
  readonly records: Records;
  readonly entrance: Entrance;
  /** Where an operator types. */
  readonly terminal: Terminal;
  /** Where they type to what CloudFormation made, rather than to what the application runs on. */
  readonly made: Terminal;
  /** Folder of the templates that were deployed first. */
  readonly assembly: string;
  /** What was deployed, one after the other. */
  readonly deployments: Deployment[];
  /** Has the domain lead where its alias record in that zone does; null: where the flags do. */
  followRecord(zone: string | null): void;
  /** Has the domain lead where the flags do, as soon as Route 53 knows of their checks. */
  checkFlags(): void;
  world(): LabWorld;
  instances(): InstanceLives;
  /** Fresh Regions of the application behind the same control plane, and of no other; it runs in the primary one where nothing else is said. */
  renew(active?: Side): Promise<void>;
  /** Regions of the application beside those of the others. */
  join(): Promise<void>;
  /** The same cloud, seen from another application. */
  with(id: string): Cloud;
  stop(): Promise<void>;
}

/** Templates that were deployed. */
export interface Deployment {
  /** Their folder. */
  readonly assembly: string;
  /** The applications that dr.yml named. */
  readonly applications: readonly Application[];
  /** How many calls were recorded before. */
  readonly from: number;
}

/** Starts it; ready when the control plane is deployed and the application runs in the primary Region. */
export async function startCloud(): Promise<Cloud> {
  const undo: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step();
  };
  try {
    return await start(undo, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(undo: (() => Promise<unknown>)[], stop: Cloud['stop']): Promise<Cloud> {
  const config = parseConfig(withSecond(await readFile(new URL('../../../dr.yml', import.meta.url), 'utf8')));
  const application = applicationOf(config, 'shop');
  const { account, table, slackSecret } = platformOnAws(config);
  const { control } = config.regions;
  const folder = await mkdtemp(join(tmpdir(), 'dr-aws-'));
  undo.push(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

  const hosted = hostApplications(Object.keys(config.applications));
  const worldOf = (name: string): LabWorld => hosted.of(name).world;
  const lab = (name: string) => bindTo(worldOf(name));
  const lives = (name: string) => hosted.of(name).lives;
  const databases = copiesFront(lab, databaseHost, rebuildsFront(lab, lives, rdsFront(lives)));

  const slack = await startSlack();
  undo.push(() => slack.stop());
  const onLogin = ({ signer, region, user }: Login): void => gateway.note(toLogin(signer, region, account, user));
  const internet = await openInternet({ folder, config, slack, worldOf, onLogin });
  undo.push(() => internet.close());
  let emulators = { ministack: '', moto: '' };
  const gateway = await openGateway({
    account,
    port: await freePort(),
    emulators: () => emulatorsByService(emulators),
    fronts: {
      rds: (call, ask, request) => (hosted.isEmpty() ? ask() : databases(call, ask, request)),
      ecs: drillTasksFront(lab, Object.keys(application.services), ecsFront(lab)),
      'application-autoscaling': autoscalingFront(lab),
      elasticloadbalancing: balancersFront(lab),
      servicequotas: quotasFront,
      ce: costsFront,
      route53: route53Front,
    },
  });
  undo.push(() => gateway.close());

  const runtime = await makeRuntime({ folder, endpoint: gateway.url, ...internet });
  const started = await startEmulators({ account, folder, runtime });
  emulators = started;
  undo.push(() => started.stop());
  const [platform, resources] = [awsAt(started.ministack, account), awsAt(started.moto, account)];

  const network = join(folder, 'network.json');
  const terminal = { endpoint: gateway.url, account, folder: await makeCheckout(folder), network };
  const made = { ...terminal, endpoint: started.ministack };
  const assembly = join(terminal.folder, 'cdk.out');
  await deploy(terminal);
  const secret = JSON.stringify({ botToken: slack.botToken, signingSecret: slack.signingSecret });
  await platform.json('secretsmanager', control, 'secretsmanager.PutSecretValue', {
    SecretId: slackSecret,
    SecretString: secret,
  });
  await makeReplicas(platform, config, assembly);

  const [, api] = /\/\/([a-z0-9]+)\.execute-api\./.exec(await requestUrl(platform, control)) ?? [];
  const entrance = await openEntrance(`${api}.execute-api.localhost`, started.ministack);
  undo.push(() => entrance.close());
  slack.deliverTo(entrance.requestUrl);

  const credentials = { accessKeyId: account, secretAccessKey: 'emulated' };
  // Nobody waits for the test's own looks, and the machine may be busy.
  const requestHandler = { requestTimeout: 30_000 };
  const client = dynamoClient({ endpoint: started.ministack, region: control, credentials, requestHandler });
  undo.push(() => hosted.stop());
  const shared = { config, slack, gateway, aws: platform, resources, terminal, made, assembly, entrance, stop };
  const deployments: Deployment[] = [{ assembly, applications: [application], from: 0 }];
  const cloudOf = (of: Application): Cloud => {
    const site = internet.siteOf(of);
    const make = (active: Side = 'primary') =>
      freshRegions({ config, application: of, active, platform, resources, records: { client, table } });
    return {
      ...shared,
      ...{ application: of, deployments, records: dynamoRecords(client, table) },
      checkFlags: () => site.checkFlags(started.ministack, platform),
      followRecord: (zone) => site.followRecord(platform, zone),
      world: () => worldOf(of.id),
      instances: () => lives(of.id),
      renew: (active) =>
        hosted.renew(of.id, async () => {
          await fetch(`${started.moto}/moto-api/reset`, { method: 'POST' });
          return make(active);
        }),
      join: () => hosted.add(of.id, make),
      with: (id) => cloudOf(applicationOf(config, id)),
    };
  };
  const cloud = cloudOf(application);
  cloud.checkFlags();
  await cloud.renew();
  return cloud;
}
