import { join } from 'node:path';
import { freePort } from '../../../lab/process/free-port.ts';
import type { GatewayOptions } from '../gateway/gateway.ts';
import { type Emulator, startEmulator } from './process.ts';
import { makePython } from './python.ts';

/** Both AWS implementations, on loopback. */
export interface Emulators {
  /** CloudFormation, Lambda, Step Functions, DynamoDB, EventBridge, HTTP APIs, S3, secrets, queues. */
  readonly ministack: string;
  /** RDS, ECS, autoscaling, load balancers, quotas. */
  readonly moto: string;
  stop(): Promise<void>;
}

/** What they are started with. */
export interface EmulatorOptions {
  /** The account that everything lives in. */
  readonly account: string;
  /** For their log files. */
  readonly folder: string;
  /** A folder with a program `node`: ministack starts Lambdas with the first one it finds. */
  readonly runtime: string;
}

/** As signatures name them. */
const ON_MOTO = ['rds', 'ecs', 'ec2', 'elasticloadbalancing', 'application-autoscaling', 'monitoring', 'ecr', 'servicequotas'];

/** Which of them plays a service, by the service in a signature. */
export const emulatorsByService = ({
  ministack,
  moto,
}: Pick<Emulators, 'ministack' | 'moto'>): ReturnType<GatewayOptions['emulators']> => ({
  ...Object.fromEntries(ON_MOTO.map((service) => [service, moto])),
  otherwise: ministack,
});

/** Starts ministack and moto on free ports. */
export async function startEmulators({ account, folder, runtime }: EmulatorOptions): Promise<Emulators> {
  const bin = await makePython();
  const ports = { ministack: await freePort(), moto: await freePort() };
  const path = `${runtime}:${bin}:${process.env.PATH}`;
  const moto = startEmulator({
    command: join(bin, 'moto_server'),
    args: ['-H', '127.0.0.1', '-p', String(ports.moto)],
    env: { PATH: path, MOTO_ACCOUNT_ID: account },
    url: `http://127.0.0.1:${ports.moto}`,
    path: '/moto-api/',
    log: join(folder, 'moto.log'),
  });
  const ministack = startEmulator({
    command: join(bin, 'ministack'),
    args: [],
    env: {
      PATH: path,
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(ports.ministack),
      MINISTACK_ACCOUNT_ID: account,
      AWS_ACCESS_KEY_ID: account,
      AWS_SECRET_ACCESS_KEY: 'emulated',
      IOT_MTLS_ENABLED: '0',
      SFN_WAIT_SCALE: '0.1',
      HOME: folder,
    },
    url: `http://127.0.0.1:${ports.ministack}`,
    path: '/_ministack/health',
    log: join(folder, 'ministack.log'),
  });
  const started = await Promise.allSettled([ministack, moto]);
  const running = started.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const stop = async (): Promise<void> => void (await Promise.all(running.map((each: Emulator) => each.stop())));
  const broken = started.find((each) => each.status === 'rejected');
  if (broken !== undefined) {
    await stop();
    throw broken.reason;
  }
  return { ministack: `http://127.0.0.1:${ports.ministack}`, moto: `http://127.0.0.1:${ports.moto}`, stop };
}
