import type { RegionView } from '../../../view.ts';
import { FlipButton } from './flip-button.tsx';

const STATES = { healthy: 'healthy', killed: 'killed', 'cut-off': 'cut off', frozen: 'frozen' } as const;

const DATABASES = {
  writer: 'writer',
  replica: 'replica, read only',
  fenced: 'fenced: nobody can write',
  down: 'down',
} as const;

const SWITCHES = [
  { do: 'kill', name: 'Kill', means: 'every process of the Region dies at once' },
  { do: 'cut-off', name: 'Cut off', means: 'it lives on, and the platform cannot reach it' },
  { do: 'freeze', name: 'Freeze', means: 'it lives on, and refuses every change' },
] as const;

/** A Region: how it is, what its database and services do, and what one can do to it. */
export function RegionCard({ region: shown, answers }: { readonly region: RegionView; readonly answers: string | null }) {
  const { region, role, state, database, services } = shown;
  return (
    <article className="panel region" data-role={role} data-state={state} aria-label={region}>
      <header>
        <h3>
          <span className="swatch" aria-hidden="true" />
          {region}
        </h3>
        <span className="state" data-state={state}>
          {STATES[state]}
        </span>
      </header>
      <p className="part">
        <span className="quiet">{role === 'primary' ? 'primary' : 'disaster recovery'}</span>
        {answers === region && <b>users are sent here</b>}
      </p>
      <dl>
        <dt>Database</dt>
        <dd data-database={database}>{DATABASES[database]}</dd>
        {Object.entries(services).map(([name, { desired, healthy }]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className={healthy < desired ? 'short' : undefined}>
              {healthy} of {desired} healthy
            </dd>
          </div>
        ))}
      </dl>
      <footer>
        {SWITCHES.map(({ do: what, name, means }) => (
          <FlipButton key={what} {...{ name, means }} change={{ do: what, region }} disabled={state !== 'healthy'} />
        ))}
        <FlipButton
          name="Heal"
          means="it comes back as it was left"
          change={{ do: 'heal', region }}
          disabled={state === 'healthy'}
        />
      </footer>
    </article>
  );
}
