import { wallClock } from '../../lab/ports/clock.ts';
import { describeAgent } from '../contracts/agent.ts';
import { describeClock } from '../contracts/clock.ts';
import { describeDatabase } from '../contracts/database.ts';
import { describeDrills } from '../contracts/drills.ts';
import { describeProbe } from '../contracts/probe.ts';
import { describeReadiness } from '../contracts/readiness.ts';
import { describeRebuild } from '../contracts/rebuild.ts';
import { describeServices } from '../contracts/services.ts';
import { describeStorage } from '../contracts/storage.ts';
import { describeTraffic } from '../contracts/traffic.ts';
import { startLab } from './lab-harness.ts';

const name = 'the lab';
const makeLab = () => startLab();

describeClock(name, () => wallClock);
describeDatabase(name, makeLab);
describeAgent(name, makeLab);
describeServices(name, makeLab);
describeTraffic(name, makeLab);
describeProbe(name, makeLab);
describeStorage(name, makeLab);
describeDrills(name, makeLab);
describeRebuild(name, makeLab);
describeReadiness(name, makeLab);
