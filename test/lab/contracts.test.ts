import { wallClock } from '../../lab/ports/clock.ts';
import { describeAgent } from '../contracts/agent.ts';
import { describeClock } from '../contracts/clock.ts';
import { describeDatabase } from '../contracts/database.ts';
import { describeDrills } from '../contracts/drills.ts';
import { sharedWorld } from '../contracts/in-world.ts';
import { describeProbe } from '../contracts/probe.ts';
import { describeReadiness } from '../contracts/readiness.ts';
import { describeRebuild } from '../contracts/rebuild.ts';
import { describeServices } from '../contracts/services.ts';
import { describeStorage } from '../contracts/storage.ts';
import { describeFlags, describeTraffic } from '../contracts/traffic.ts';
import { startLab } from './lab-harness.ts';

const name = 'the lab';
const makeLab = () => startLab();
/** A world of real processes takes its time to start: everything that leaves it as it was has the same one. */
const shared = sharedWorld(makeLab);

describeClock(name, () => wallClock);
describeDatabase(name, makeLab, shared);
describeAgent(name, makeLab, shared);
describeServices(name, makeLab, shared);
describeTraffic(name, makeLab, shared);
describeFlags(name, makeLab, shared);
describeProbe(name, makeLab, shared);
describeStorage(name, makeLab, shared);
describeDrills(name, makeLab, shared);
describeRebuild(name, makeLab, shared);
describeReadiness(name, makeLab, shared);
