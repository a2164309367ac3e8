import { afterAll, beforeAll } from 'vitest';
import { type Cloud, startCloud } from './cloud/cloud.ts';
import { toTable } from './cloud/entrance.ts';
import { buckets } from './scenarios/buckets.ts';
import { byRecords } from './scenarios/by-records.ts';
import { choices } from './scenarios/choices.ts';
import { costs } from './scenarios/costs.ts';
import { cutShort } from './scenarios/cut-short.ts';
import { deadLetters } from './scenarios/dead-letters.ts';
import { drilled } from './scenarios/drilled.ts';
import { duplicates } from './scenarios/duplicates.ts';
import { endings } from './scenarios/endings.ts';
import { engine } from './scenarios/engine.ts';
import { failedBack } from './scenarios/failed-back.ts';
import { goingHome } from './scenarios/going-home.ts';
import { inTime } from './scenarios/in-time.ts';
import { lateFence } from './scenarios/late-fence.ts';
import { mainJob } from './scenarios/main-job.ts';
import { manual } from './scenarios/manual.ts';
import { oneFlag } from './scenarios/one-flag.ts';
import { permissions } from './scenarios/permissions.ts';
import { records } from './scenarios/records.ts';
import { rehearsal } from './scenarios/rehearsal.ts';
import { removal } from './scenarios/removal.ts';
import { reprotected } from './scenarios/reprotected.ts';
import { retried } from './scenarios/retried.ts';
import { sets } from './scenarios/sets.ts';
import { waking } from './scenarios/waking.ts';

let cloud: Cloud | null = null;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(async () => {
  if (cloud !== null) console.log(toTable(cloud.entrance.answered));
  await cloud?.stop();
});

const cloudOf = (): Cloud => {
  if (cloud === null) throw new Error('The control plane is not deployed.');
  return cloud;
};

records(cloudOf);
buckets(cloudOf);
manual(cloudOf);
rehearsal(cloudOf);
mainJob(cloudOf);
duplicates(cloudOf);
reprotected(cloudOf);
failedBack(cloudOf);
costs(cloudOf);
drilled(cloudOf);
cutShort(cloudOf);
goingHome(cloudOf);
oneFlag(cloudOf);
endings(cloudOf);
retried(cloudOf);
choices(cloudOf);
lateFence(cloudOf);
waking(cloudOf);
deadLetters(cloudOf);
engine(cloudOf);
byRecords(cloudOf);
sets(cloudOf);
inTime(cloudOf);
permissions(cloudOf);
removal(cloudOf);
