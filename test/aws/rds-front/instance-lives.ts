import type { LabBinding } from '../lab-binding.ts';

/** An instance's status as `DescribeDBInstances` tells it. */
export interface Life {
  readonly state: string;
  readonly isReplica: boolean;
  /** It was given a parameter group that it does not use yet. */
  readonly awaitsReboot: boolean;
}

/** What every promotion goes through, a status for each look at the instance. */
const PROMOTION = ['modifying', 'modifying', 'rebooting'];
/** What a replica goes through before it follows. */
const CREATION = ['creating', 'backing-up'];
/** A promoted instance is backed up before it is available again, because its backup retention is not zero. */
const AFTERWARDS = ['backing-up'];

/** The two instances of an application, each over one of the lab's servers. */
export interface InstanceLives {
  /** Null for an instance that is not known. */
  look(region: string, id: string): Promise<Life | null>;
  /** As `look`, and time passes for it. */
  advance(region: string, id: string): Promise<Life | null>;
  promote(region: string, id: string): Promise<void>;
  /** The Region's instance has another name now, and nothing has its own. */
  setAside(region: string): void;
  /** A replica of the other Region's instance begins under that name. */
  replicate(region: string, id: string): void;
  /** The instance is told to use another parameter group than that of AWS, which a replica begins with. */
  giveParameters(region: string): void;
  reboot(region: string): void;
  /** The automated backup of an instance begins; it ends when the function it answers is called. */
  backUp(region: string): () => void;
  /** Whether the other Region's instance is nobody's replica any more. */
  replicasAreGone(region: string): boolean;
}

/** The instances of the application that something is named after. */
export type LivesOf = (name: string) => InstanceLives;

interface Instance {
  readonly id: string;
  ahead: string[];
  isPromoting: boolean;
  isReplica: boolean;
  parameters: 'of AWS' | 'given' | 'used';
  backups: number;
}

const FRESH = { isPromoting: false, parameters: 'used', backups: 0 } as const;

/** The primary's instance and its replica in the other Region. */
export function makeLives(
  lab: () => LabBinding,
  instances: Readonly<Record<string, { readonly id: string; readonly isReplica: boolean }>>,
): InstanceLives {
  const known = new Map<string, Instance>(
    Object.entries(instances).map(([region, instance]) => [region, { ...FRESH, ...instance, ahead: [] }]),
  );
  const find = (region: string, id: string): Instance | null => {
    const found = known.get(region);
    return found?.id === id ? found : null;
  };
  const there = (region: string): Instance => {
    const found = known.get(region);
    if (found === undefined) throw new Error(`There is no instance in ${region}.`);
    return found;
  };
  const tell = ({ ahead: [next], isPromoting, isReplica, parameters, backups }: Instance): Life => {
    const resting = backups > 0 ? 'backing-up' : 'available';
    return { state: next ?? (isPromoting ? 'rebooting' : resting), isReplica, awaitsReboot: parameters === 'given' };
  };
  return {
    look: async (region, id) => {
      const instance = find(region, id);
      return instance && tell(instance);
    },
    advance: async (region, id) => {
      const instance = find(region, id);
      if (instance === null) return null;
      const told = tell(instance);
      instance.ahead.shift();
      if (instance.isPromoting && instance.ahead.length === 0 && !(await lab().isReplica(region))) {
        instance.isPromoting = false;
        instance.isReplica = false;
        instance.ahead = [...AFTERWARDS];
      }
      return told;
    },
    promote: async (region, id) => {
      const instance = find(region, id);
      if (instance === null) return;
      instance.isPromoting = true;
      instance.ahead = [...PROMOTION];
      await lab().promote(region);
    },
    setAside: (region) => void known.delete(region),
    replicate: (region, id) =>
      void known.set(region, { ...FRESH, id, ahead: [...CREATION], isReplica: true, parameters: 'of AWS' }),
    giveParameters: (region) => {
      const instance = there(region);
      if (instance.parameters === 'of AWS') instance.parameters = 'given';
    },
    reboot: (region) => void Object.assign(there(region), { ahead: ['rebooting'], parameters: 'used' }),
    backUp: (region) => {
      const instance = there(region);
      instance.backups += 1;
      return () => {
        instance.backups -= 1;
      };
    },
    replicasAreGone: (region) => [...known].every(([other, { isReplica }]) => other === region || !isReplica),
  };
}
