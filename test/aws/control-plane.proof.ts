import { afterAll, beforeAll } from 'vitest';
import { type Cloud, startCloud } from './cloud/cloud.ts';
import { mainJob } from './scenarios/main-job.ts';

let cloud: Cloud | null = null;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud?.stop());

const cloudOf = (): Cloud => {
  if (cloud === null) throw new Error('The control plane is not deployed.');
  return cloud;
};

mainJob(cloudOf);
