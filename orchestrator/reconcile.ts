import type { Application } from './config.ts';
import { Refused, Unavailable } from './domain/errors.ts';
import { type RunView, toRunView } from './domain/run-view.ts';
import { plans } from './plans/plans.ts';
import { applicationOf, type Stage } from './stage.ts';
import { isFenced } from './steps/fence.ts';

/** How many of an application's newest runs are looked through for an open fence. */
const RUNS = 3;

/** One round over sources that could not be fenced: each is fenced as soon as it answers, and what it kept is counted. */
export async function reconcile(stage: Stage): Promise<void> {
  for (const id of Object.keys(stage.config.applications)) {
    const application = applicationOf(stage.config, id);
    for (const view of await openFences(stage, application)) await close(stage, application, view);
  }
}

/** Runs past the point of no return whose source was out of reach and has not been fenced since. */
async function openFences({ records }: Stage, application: Application): Promise<readonly RunView[]> {
  const runs = await records.journal.recent(application.id, RUNS);
  const views = await Promise.all(runs.map(async (run) => toRunView(plans[run.plan], await records.journal.read(run.id))));
  const [newest] = views.filter((view) => view !== null).filter(({ pointOfNoReturnAt }) => pointOfNoReturnAt !== null);
  if (newest === undefined || newest.fencedLater !== null) return [];
  return evidence(newest, 'fence').outcome === 'unreachable' ? [newest] : [];
}

async function close(stage: Stage, application: Application, view: RunView): Promise<void> {
  const { from, to, id } = view.run;
  const world = stage.worldOf(application);
  try {
    const target = await world.agent.observe(to);
    if (target.inRecovery) return;
    await world.agent.fence(from);
    const source = await world.agent.fence(from);
    if (!isFenced(source)) return;
    const at = stage.now();
    await Promise.all(
      Object.keys(application.services).map((service) => world.services.scale(from, service, { min: 0, desired: 0 })),
    );
    const stranded = await world.agent.stranded(from, to, sinceOf(view));
    const bothWritableMs = overlap(view, source.startedAt, at);
    const says = `${from} answered again and was fenced; ${stranded.count} of its writes are not in ${to}.`;
    await stage.records.journal.append(
      id,
      at,
      { kind: 'fenced-later', says, fencedAt: at, bothWritableMs, stranded },
      (entries) => entries.some(({ kind }) => kind === 'fenced-later'),
    );
  } catch (error) {
    if (!(error instanceof Unavailable || error instanceof Refused)) throw error;
  }
}

/** From when the target opened, or the source came back if that was later, until the source was fenced. */
function overlap(view: RunView, sourceStartedAt: number, fencedAt: number): number | null {
  const openedAt = view.rows.find(({ id }) => id === 'open-target')?.endedAt ?? null;
  return openedAt === null ? null : Math.max(0, fencedAt - Math.max(openedAt, sourceStartedAt));
}

/** What the target had replayed when it settled; a source's later commits may be stranded. */
function sinceOf(view: RunView): number {
  const { lastCommitAt } = evidence(view, 'settle');
  return typeof lastCommitAt === 'number' ? lastCommitAt : 0;
}

const evidence = (view: RunView, row: string) => view.rows.find(({ id }) => id === row)?.evidence ?? {};
