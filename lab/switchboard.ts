import type { Config } from '../orchestrator/config.ts';
import { Refused } from '../orchestrator/domain/errors.ts';
import type { Flags } from './flags.ts';
import type { RegionHost } from './region/host.ts';
import type { Regions } from './regions.ts';
import type { Switch } from './view.ts';

/** The switches of the world. */
export interface Switchboard {
  flip(change: Switch): Promise<void>;
  lostFlags(): readonly ('dr' | 'control')[];
}

/** Connects the switches to what they disturb; they act one after the other. */
export function makeSwitchboard(names: Config['regions'], regions: Regions, flags: Flags): Switchboard {
  const { hosts, line } = regions;
  const lost = new Set<'dr' | 'control'>();
  let last: Promise<void> = Promise.resolve();

  const hostOf = (region: string): RegionHost => {
    if (region === names.primary) return hosts.primary;
    if (region === names.dr) return hosts.dr;
    throw new Refused(`The application does not run in ${region}.`);
  };
  const setFlagLost = async (flag: 'dr' | 'control', isLost: boolean): Promise<void> => {
    if (isLost) lost.add(flag);
    else lost.delete(flag);
    if (flag === 'dr') await hosts.dr.setFlagLost(isLost);
    else flags.setControlLost(isLost);
  };
  const carryOut = async (change: Switch): Promise<void> => {
    switch (change.do) {
      case 'kill':
        // What is on the line when a Region dies never arrives.
        await hostOf(change.region).kill(() => line.setConnected(false));
        break;
      case 'cut-off':
        line.setConnected(false);
        await hostOf(change.region).disturb('cut-off');
        break;
      case 'freeze':
        await hostOf(change.region).disturb('frozen');
        break;
      case 'heal':
        await hostOf(change.region).heal();
        break;
      case 'lose-flag':
      case 'restore-flag':
        await setFlagLost(change.flag, change.do === 'lose-flag');
        break;
      case 'kill-platform':
        throw new Refused('The platform is no part of the world; whoever started it ends it.');
    }
    line.setConnected(Object.values(hosts).every((host) => host.state() !== 'cut-off'));
  };
  return {
    flip: (change) => {
      const turn = last.then(() => carryOut(change));
      last = turn.catch(() => undefined);
      return turn;
    },
    lostFlags: () => [...lost],
  };
}
