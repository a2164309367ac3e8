import type { LabView } from '../../../view.ts';
import { Chart, type Mark } from './chart.tsx';

const LAST = 8;

/** What the users' own requests say: a chart per Region, failures below the line. */
export function UsersPanel({ view }: { readonly view: LabView }) {
  const { users, regions, run } = view;
  const lately = users.samples.slice(-LAST);
  const seconds = Math.max(1, lately.length) / 4;
  const rate = (count: (sample: (typeof lately)[number]) => number) =>
    Math.round(lately.reduce((sum, one) => sum + count(one), 0) / seconds);
  const marks: readonly Mark[] =
    run === null
      ? []
      : [
          { at: run.run.requestedAt, name: 'asked' },
          ...(run.approvedAt === null ? [] : [{ at: run.approvedAt, name: 'approved' }]),
          ...(run.closed === null ? [] : [{ at: run.closed.at, name: run.closed.result }]),
        ];
  return (
    <section className="panel users" aria-label="Users">
      <header>
        <h3>{users.count} users, writing all the time</h3>
        <p className="quiet">
          {users.acknowledged.toLocaleString('en')} writes acknowledged, {users.failed.toLocaleString('en')} failed
        </p>
      </header>
      <ul className="legend">
        {regions.map(({ region, role }) => (
          <li key={region}>
            <span className="swatch" data-role={role} aria-hidden="true" />
            {region} <b>{rate(({ ok }) => ok[region] ?? 0)}/s</b>
          </li>
        ))}
        <li>
          <span className="swatch" data-role="failed" aria-hidden="true" />
          failed <b className={rate(({ failed }) => failed) > 0 ? 'bad' : undefined}>{rate(({ failed }) => failed)}/s</b>
        </li>
      </ul>
      <Chart at={view.at} samples={users.samples} regions={regions} marks={marks} />
    </section>
  );
}
