import type { Config } from '../orchestrator/config.ts';
import { PUBLIC_ADDRESSES } from './dns/public-addresses.ts';
import type { Flags } from './flags.ts';
import type { RegionHost } from './region/host.ts';
import type { RegionLook } from './region/main.ts';
import type { Regions } from './regions.ts';
import type { Switchboard } from './switchboard.ts';
import type { Crowd } from './users/crowd.ts';
import type { LabView, RegionView } from './view.ts';

/** What the view of the world is made of. */
export interface Viewed {
  readonly regions: Config['regions'];
  readonly hosts: Regions['hosts'];
  readonly flags: Flags;
  readonly switchboard: Switchboard;
  readonly users: Crowd;
  /** What DNS answers now. */
  address(): string;
}

/** The world from above, with no network in between. */
export async function viewWorld(viewed: Viewed): Promise<Omit<LabView, 'run' | 'plan' | 'platform'>> {
  const { regions, hosts, flags, switchboard, users } = viewed;
  const seen = await Promise.all([viewRegion(hosts.primary, 'primary'), viewRegion(hosts.dr, 'dr')]);
  return {
    at: Date.now(),
    regions: seen,
    traffic: {
      answers: viewed.address() === PUBLIC_ADDRESSES.dr ? regions.dr : regions.primary,
      flags: { dr: flags.checks.dr.seen(), control: flags.checks.control.seen() },
    },
    lostFlags: switchboard.lostFlags(),
    users: { count: users.count, acknowledged: users.acknowledged(), failed: users.failed(), samples: users.samples() },
  };
}

async function viewRegion(host: RegionHost, role: 'primary' | 'dr'): Promise<RegionView> {
  const look = await host.look();
  return { region: host.region, role, state: host.state(), database: databaseState(look), services: look?.services ?? {} };
}

function databaseState(look: RegionLook | null): RegionView['database'] {
  const database = look?.database ?? null;
  if (database === null) return 'down';
  if (database.inRecovery) return 'replica';
  return database.writersMayLogin ? 'writer' : 'fenced';
}
