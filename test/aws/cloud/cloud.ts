import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { controlPlaneApp } from '../../../infra/control-plane-app.ts';
import { listen } from '../../../lab/network/listener.ts';
import { freePort } from '../../../lab/process/free-port.ts';
import { type LocalSlack, startSlack } from '../../../lab/slack/local-slack.ts';
import { type LabWorld, startWorld } from '../../../lab/world.ts';
import { platformOnAws } from '../../../orchestrator/aws/deployment.ts';
import { dynamoClient } from '../../../orchestrator/aws/dynamo-client.ts';
import { dynamoRecords } from '../../../orchestrator/aws/records/dynamo-records.ts';
import { type Application, type Config, parseConfig } from '../../../orchestrator/config.ts';
import type { Records } from '../../../orchestrator/ports/records.ts';
import { applicationOf } from '../../../orchestrator/stage.ts';
import { startEmulators } from '../emulators/emulators.ts';
import { type Gateway, openGateway } from '../gateway/gateway.ts';
import { forward, read } from '../gateway/http.ts';
import { bindTo } from '../lab-binding.ts';
import { quotasFront } from '../quotas-front.ts';
import { type InstanceLives, makeLives } from '../rds-front/instance-lives.ts';
import { rdsFront } from '../rds-front/rds-front.ts';
import { route53Front } from '../route53-front.ts';
import { autoscalingFront, balancersFront, ecsFront } from '../services-front/services-front.ts';
import { type Aws, awsAt } from './ask.ts';
import { deploy } from './deploy.ts';
import { fitToEmulator } from './fit.ts';
import { makeHealthChecks } from './health-checks.ts';
import { databaseHost, openInternet } from './internet.ts';
import { letAgentIn } from './log-in.ts';
import { makeRuntime } from './runtime.ts';
import { seedApplication } from './seed.ts';

/** AWS with the deployed control plane, a Slack, and the lab's Regions behind the application's resources. */
export interface Cloud {
  readonly config: Config;
  readonly application: Application;
  readonly slack: LocalSlack;
  readonly gateway: Gateway;
  /** The services themselves, past the gateway. */
  readonly aws: Aws;
  /** The platform's records, read past the platform. */
  readonly records: Records;
  /** Where Slack's requests go: the HTTP API. */
  readonly requestUrl: string;
  /** Folder of the synthesized templates. */
  readonly assembly: string;
  world(): LabWorld;
  instances(): InstanceLives;
  /** Fresh Regions of the application behind the same control plane. */
  renew(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts it; ready when the control plane is deployed and the application runs in the primary Region. */
export async function startCloud(): Promise<Cloud> {
  const undo: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step();
  };
  try {
    return { ...(await start(undo)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(undo: (() => Promise<unknown>)[]): Promise<Omit<Cloud, 'stop'>> {
  const config = parseConfig(await readFile(new URL('../../../dr.yml', import.meta.url), 'utf8'));
  const application = applicationOf(config, 'shop');
  const { account, table, flagBuckets, slackSecret } = platformOnAws(config);
  const { primary, dr, control } = config.regions;
  const folder = await mkdtemp(join(tmpdir(), 'dr-aws-'));
  undo.push(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

  let world: LabWorld | null = null;
  let lives: InstanceLives | null = null;
  const current = <T>(value: T | null): T => {
    if (value === null) throw new Error('The application is not there yet.');
    return value;
  };
  const lab = () => bindTo(current(world));

  const slack = await startSlack();
  undo.push(() => slack.stop());
  const internet = await openInternet({ folder, config, application, slack, world: () => current(world) });
  undo.push(() => internet.close());
  let emulators = { ministack: '', moto: '' };
  const gateway = await openGateway({
    account,
    port: await freePort(),
    emulators: () => {
      const { ministack, moto } = emulators;
      const onMoto = [
        'rds',
        'ecs',
        'ec2',
        'elasticloadbalancing',
        'application-autoscaling',
        'monitoring',
        'ecr',
        'servicequotas',
      ];
      return { ...Object.fromEntries(onMoto.map((service) => [service, moto])), otherwise: ministack };
    },
    fronts: {
      rds: (...call) => rdsFront(current(lives))(...call),
      ecs: ecsFront(lab),
      'application-autoscaling': autoscalingFront(lab),
      elasticloadbalancing: balancersFront(lab),
      servicequotas: quotasFront,
      route53: route53Front,
    },
  });
  undo.push(() => gateway.close());

  const runtime = await makeRuntime({ folder, endpoint: gateway.url, ...internet });
  const started = await startEmulators({ account, folder, runtime });
  emulators = started;
  undo.push(() => started.stop());
  const [platform, resources] = [awsAt(started.ministack, account), awsAt(started.moto, account)];

  const assembly = join(folder, 'cdk.out');
  const app = await controlPlaneApp({ config, bundles: join(folder, 'lambdas'), outdir: assembly });
  app.synth();
  await mkdir(join(folder, 'home'));
  await makeHealthChecks(platform, config, assembly);
  const hosts = (['primary', 'dr'] as const).map((side) => {
    const identifier = application.database.instances[side];
    return [identifier, databaseHost(identifier, config.regions[side])];
  });
  await fitToEmulator(assembly, Object.fromEntries(hosts));
  const outputs = await deploy({ config, endpoint: started.ministack, assembly, home: join(folder, 'home') });
  const secret = JSON.stringify({ botToken: slack.botToken, signingSecret: slack.signingSecret });
  await platform.json('secretsmanager', control, 'secretsmanager.PutSecretValue', {
    SecretId: slackSecret,
    SecretString: secret,
  });
  internet.checkFlags(started.ministack);

  const [, api] = /\/\/([a-z0-9]+)\.execute-api\./.exec(outputs['dr-control-plane']?.RequestUrl ?? '') ?? [];
  const host = `${api}.execute-api.localhost`;
  const entrance = await listen(0, async (incoming, outgoing) => {
    const request = await read(incoming);
    const reply = await forward({ ...request, headers: { ...request.headers, host } }, started.ministack);
    outgoing.writeHead(reply.status, { ...reply.headers, 'content-length': reply.body.length }).end(reply.body);
  });
  undo.push(() => entrance.close());
  const requestUrl = `http://127.0.0.1:${entrance.port}/slack/events`;
  slack.deliverTo(requestUrl);

  const credentials = { accessKeyId: account, secretAccessKey: 'emulated' };
  const client = dynamoClient({ endpoint: started.ministack, region: control, credentials });
  undo.push(async () => world?.stop());
  const renew = async (): Promise<void> => {
    await world?.stop();
    world = await startWorld({ users: 0, signals: false, config });
    const { instances } = application.database;
    lives = makeLives(lab, {
      [primary]: { id: instances.primary, isReplica: false },
      [dr]: { id: instances.dr, isReplica: true },
    });
    await letAgentIn(world);
    await fetch(`${started.moto}/moto-api/reset`, { method: 'POST' });
    for (const [side, bucket] of Object.entries(flagBuckets)) {
      const region = config.regions[side as keyof typeof flagBuckets];
      await platform.rest('s3', region, 'DELETE', `/${bucket}/${application.id}/failed-over.json`);
    }
    await seedApplication(resources, config, application);
  };
  await renew();
  return {
    ...{ config, application, slack, gateway, aws: platform, assembly, requestUrl, renew },
    records: dynamoRecords(client, table),
    world: () => current(world),
    instances: () => current(lives),
  };
}
