import { afterAll, beforeAll } from 'vitest';
import { type Cloud, startCloud } from './cloud/cloud.ts';
import { deadLetters } from './scenarios/dead-letters.ts';
import { duplicates } from './scenarios/duplicates.ts';
import { endings } from './scenarios/endings.ts';
import { lateFence } from './scenarios/late-fence.ts';
import { mainJob } from './scenarios/main-job.ts';
import { manual } from './scenarios/manual.ts';
import { permissions } from './scenarios/permissions.ts';
import { records } from './scenarios/records.ts';
import { rehearsal } from './scenarios/rehearsal.ts';
import { retried } from './scenarios/retried.ts';

let cloud: Cloud | null = null;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud?.stop());

const cloudOf = (): Cloud => {
  if (cloud === null) throw new Error('The control plane is not deployed.');
  return cloud;
};

records(cloudOf);
manual(cloudOf);
rehearsal(cloudOf);
mainJob(cloudOf);
duplicates(cloudOf);
endings(cloudOf);
retried(cloudOf);
lateFence(cloudOf);
deadLetters(cloudOf);
permissions(cloudOf);
