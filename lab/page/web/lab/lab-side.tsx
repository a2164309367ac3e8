import type { LabState } from '../../state.ts';
import { RegionCard } from './region-card.tsx';
import { RunPanel } from './run-panel.tsx';
import { TrafficPanel } from './traffic-panel.tsx';
import { UsersPanel } from './users-panel.tsx';

/** The lab from above: Regions with their switches, users, traffic, and the newest run. */
export function LabSide({ state }: { readonly state: LabState | null }) {
  if (state === null) return <section className="lab-side" aria-label="Lab" />;
  const { view, domain } = state;
  return (
    <section className="lab-side" aria-label="Lab">
      <div className="regions">
        {view.regions.map((region) => (
          <RegionCard key={region.region} region={region} answers={view.traffic.answers} />
        ))}
      </div>
      <UsersPanel view={view} />
      <RunPanel view={view} domain={domain} />
      <TrafficPanel view={view} domain={domain} />
    </section>
  );
}
