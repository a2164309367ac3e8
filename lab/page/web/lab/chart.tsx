import type { LabView, UserSample } from '../../../view.ts';

/** A moment of the run, drawn as a line across the chart. */
export interface Mark {
  readonly at: number;
  readonly name: string;
}

const WINDOW_MS = 60_000;
const SAMPLE_MS = 250;
const WIDTH = 600;
const UP = 84;
const DOWN = 36;
const NAME_SHARE = 0.14;

interface Band {
  readonly role: string;
  readonly from: (sample: UserSample) => number;
  readonly to: (sample: UserSample) => number;
}

/** The last minute: writes that were acknowledged stand on the line, one colour a Region; failures hang below it. */
export function Chart({
  at,
  samples,
  regions,
  marks,
}: {
  readonly at: number;
  readonly samples: readonly UserSample[];
  readonly regions: LabView['regions'];
  readonly marks: readonly Mark[];
}) {
  const x = (time: number) => WIDTH - ((at - time) / WINDOW_MS) * WIDTH;
  const all = (sample: UserSample) => Object.values(sample.ok).reduce((sum, count) => sum + count, 0);
  const most = Math.max(4, ...samples.map(all)) * 1.1;
  const mostFailed = Math.max(most * (DOWN / UP), ...samples.map(({ failed }) => failed));
  const up = (count: number) => UP - (count / most) * UP;
  const below = (sample: UserSample, before: readonly { readonly region: string }[]) =>
    before.reduce((sum, { region }) => sum + (sample.ok[region] ?? 0), 0);
  const bands: readonly Band[] = [
    ...regions.map(({ role }, index) => ({
      role,
      from: (sample: UserSample) => up(below(sample, regions.slice(0, index))),
      to: (sample: UserSample) => up(below(sample, regions.slice(0, index + 1))),
    })),
    { role: 'failed', from: () => UP, to: ({ failed }) => UP + (failed / mostFailed) * DOWN },
  ];
  const seen = marks.filter((mark) => x(mark.at) > 0);
  return (
    <figure className="chart">
      <svg viewBox={`0 0 ${WIDTH} ${UP + DOWN}`} preserveAspectRatio="none" role="img" aria-label="Writes of the last minute">
        {bands.map(({ role, from, to }) => (
          <path key={role} data-role={role} d={columns(samples, x, from, to)} />
        ))}
        <line className="zero" x1="0" x2={WIDTH} y1={UP} y2={UP} />
        {seen.map((mark) => (
          <line key={mark.name} className="mark" x1={x(mark.at)} x2={x(mark.at)} y1="0" y2={UP + DOWN} />
        ))}
      </svg>
      {named(seen.map(({ at: time, name }) => ({ name, share: x(time) / WIDTH }))).map(({ name, share }) => (
        <span key={name} className="mark-name" style={{ left: `${share * 100}%`, translate: `${-share * 100}%` }}>
          {name}
        </span>
      ))}
      <span className="most quiet">{Math.round(most / (SAMPLE_MS / 1_000))}/s</span>
      <figcaption className="quiet">
        <span>1 minute ago</span>
        <span>failures hang below the line</span>
        <span>now</span>
      </figcaption>
    </figure>
  );
}

/** One name for moments that stand too close for names of their own. */
function named(marks: readonly { readonly name: string; readonly share: number }[]) {
  const names: { name: string; share: number }[] = [];
  for (const { name, share } of marks) {
    const last = names.at(-1);
    if (last === undefined || share - last.share > NAME_SHARE) names.push({ name, share });
    else Object.assign(last, { name: `${last.name} · ${name}`, share });
  }
  return names;
}

function columns(
  samples: readonly UserSample[],
  x: (time: number) => number,
  from: (sample: UserSample) => number,
  to: (sample: UserSample) => number,
): string {
  return samples
    .filter((sample) => from(sample) !== to(sample) && x(sample.at - SAMPLE_MS) >= 0)
    .map((sample) => {
      const [left, right] = [x(sample.at - SAMPLE_MS).toFixed(2), x(sample.at).toFixed(2)];
      return `M${left} ${from(sample).toFixed(2)}H${right}V${to(sample).toFixed(2)}H${left}Z`;
    })
    .join('');
}
