import type { Config } from '../../orchestrator/config.ts';
import type { EntryKind } from '../../orchestrator/domain/entry.ts';
import type { SetView } from '../../orchestrator/domain/set-view.ts';
import { amir, config, type Rehearsal, type RehearsalOptions, rehearse, rosa, shop } from './rehearsal.ts';

/** dr.yml with an application like shop for each name, and what each comes after. */
export function configOf(after: Readonly<Record<string, readonly string[]>>): Config {
  const { id: _, ...like } = shop;
  const applications = Object.entries(after).map(([id, before]) => [
    id,
    { ...like, domain: `${id}.my-projects-aws.site`, after: [...before] },
  ]);
  return { ...config, applications: Object.fromEntries(applications) };
}

/** The same, where however much may be lost in the meantime: whoever waits for a turn is not asked about anew. */
export function withoutDrift({ applications, ...config }: Config): Config {
  const patient = Object.entries(applications).map(([id, each]) => [id, { ...each, drift: { ...each.drift, rpo: 3_600_000 } }]);
  return { ...config, applications: Object.fromEntries(patient) };
}

/** A platform for several applications; shop is one of them. */
export interface Many extends Rehearsal {
  ask(applications?: readonly string[]): Promise<SetView>;
  /** Looks at the set until the condition holds; throws when nothing moves any more. */
  untilSet(id: string, what: string, holds: (view: SetView) => boolean): Promise<SetView>;
  /** Waits for an entry of the set's own journal, which is little to look at; answers how often it looked. */
  untilEntry(id: string, kind: EntryKind): Promise<number>;
  approve(view: SetView): Promise<SetView>;
}

/** Starts a platform over healthy in-memory worlds, one for each application. */
export function rehearseMany(after: Readonly<Record<string, readonly string[]>>, options: RehearsalOptions = {}): Many {
  const rehearsal = rehearse({ config: configOf(after), ...options });
  const { sets } = rehearsal.recovery;
  return {
    ...rehearsal,
    ask: (applications = Object.keys(after)) =>
      sets.begin({ applications, plan: 'failover', reason: 'the Region is failing', by: rosa }),
    async untilSet(id, what, holds) {
      for (let turns = 0; turns < 20_000; turns++) {
        const view = await sets.view(id);
        if (holds(view)) return view;
        await new Promise((resolve) => setImmediate(resolve));
      }
      throw new Error(`${id} never came to "${what}":\n${JSON.stringify(storyOf(await sets.view(id)), null, 1)}`);
    },
    async untilEntry(id, kind) {
      for (let looks = 1; looks < 200_000; looks++) {
        if ((await rehearsal.records.journal.read(id)).some((entry) => entry.kind === kind)) return looks;
        await new Promise((resolve) => setImmediate(resolve));
      }
      throw new Error(`${id} never had ${kind}:\n${JSON.stringify(storyOf(await sets.view(id)), null, 1)}`);
    },
    approve: ({ set, planned }) =>
      sets.vote({ set: set.id, hash: planned?.hash ?? '', verdict: 'approve', confirmation: set.id, by: amir }),
  };
}

/** What became of each member, such as `succeeded`, or why it has no run. */
export const storyOf = ({ members }: SetView): Readonly<Record<string, string>> =>
  Object.fromEntries(
    members.map(({ application, run, leftOut }) => [application, leftOut ?? run?.closed?.result ?? run?.phase ?? 'not begun']),
  );

export const isAsking = ({ question }: SetView): boolean => question !== null && question.outcome === null;
export const isOver = ({ closed }: SetView): boolean => closed !== null;
