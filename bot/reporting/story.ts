import type { Surface } from '../../orchestrator/ports/records.ts';
import type { ReporterOptions } from '../reporter.ts';
import { channelName, move, setChannelName, what, whatOf } from '../views/naming.ts';
import { wayOf } from '../views/set-cards.ts';
import { type Drawn, drawings } from './drawings.ts';
import { invited } from './invited.ts';
import { setDrawings } from './set-drawings.ts';
import { readSetSnapshot } from './set-snapshot.ts';
import { readSnapshot, type Snapshot } from './snapshot.ts';

/** What is told of a run, or of a set of them. */
export interface Story {
  readonly id: string;
  /** The set that it is a member of. */
  readonly set: string | null;
  readonly surfaces: ReadonlyMap<string, Surface>;
  /** Every message that there should be by now; `channel` is its own, null before there is one. */
  readonly drawings: (channel: string | null) => Drawn;
  /** Where most of it is told: whose channel that is, its name, and the channel once it is made. */
  readonly home: { readonly owner: string; readonly name: string; readonly made: Surface | undefined };
  /** What is done once in its own channel; null where that is the channel of its set. */
  readonly furniture: { readonly topic: string; readonly people: () => Promise<readonly string[]> } | null;
}

/** Whether an id is a set's. */
export const isSetId = (id: string): boolean => id.startsWith('SET-');

/** Reads what there is to tell; null of what has not begun, or is of an application that dr.yml does not name any more. */
export async function readStory(options: ReporterOptions, id: string): Promise<Story | null> {
  if (isSetId(id)) return setStory(options, id);
  const snapshot = await readSnapshot(options.records, options, id);
  return snapshot === null ? null : runStory(options, snapshot);
}

async function runStory({ records, directory }: ReporterOptions, snapshot: Snapshot): Promise<Story> {
  const { view, surfaces, application, plan } = snapshot;
  const { run, set } = view;
  const told = { id: run.id, set, surfaces, drawings: (channel: string | null) => drawings(snapshot, channel) };
  if (set !== null) {
    const ofSet = await records.surfaces.of(set);
    const made = ofSet.find(({ name }) => name === 'channel');
    return { ...told, home: { owner: set, name: setChannelName({ id: set, plan: run.plan }), made }, furniture: null };
  }
  return {
    ...told,
    home: { owner: run.id, name: channelName(run), made: surfaces.get('channel') },
    furniture: {
      topic: `${run.id} ${what(run, plan)}, ${move(run)}. The pinned message is live.`,
      people: () => invited(run.requestedBy, [application], directory),
    },
  };
}

async function setStory(options: ReporterOptions, id: string): Promise<Story | null> {
  const snapshot = await readSetSnapshot(options.records, options, id);
  if (snapshot === null) return null;
  const { view, surfaces, plan, applications } = snapshot;
  const { set } = view;
  return {
    ...{ id, set: null, surfaces },
    drawings: (channel) => setDrawings(snapshot, channel),
    home: { owner: id, name: setChannelName(set), made: surfaces.get('channel') },
    furniture: {
      topic: `${id} ${whatOf(set, plan)}, ${wayOf(view)}. The pinned message is live.`,
      people: () => invited(set.requestedBy, applications, options.directory),
    },
  };
}
