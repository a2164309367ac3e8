import { virtualClock } from '../../lab/memory/virtual-clock.ts';
import { describeAgent } from '../contracts/agent.ts';
import { describeClock } from '../contracts/clock.ts';
import { describeDatabase } from '../contracts/database.ts';
import { describeDrills } from '../contracts/drills.ts';
import { describeProbe } from '../contracts/probe.ts';
import { describeReadiness } from '../contracts/readiness.ts';
import { describeRebuild } from '../contracts/rebuild.ts';
import { describeServices } from '../contracts/services.ts';
import { describeStorage } from '../contracts/storage.ts';
import { describeFlags, describeTraffic } from '../contracts/traffic.ts';
import { makeMemoryHarness } from './memory-harness.ts';

const name = 'the in-memory world';

describeClock(name, () => virtualClock());
describeDatabase(name, makeMemoryHarness);
describeAgent(name, makeMemoryHarness);
describeServices(name, makeMemoryHarness);
describeTraffic(name, makeMemoryHarness);
describeFlags(name, makeMemoryHarness);
describeProbe(name, makeMemoryHarness);
describeStorage(name, makeMemoryHarness);
describeDrills(name, makeMemoryHarness);
describeRebuild(name, makeMemoryHarness);
describeReadiness(name, makeMemoryHarness);
