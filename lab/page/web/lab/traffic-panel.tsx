import type { LabView } from '../../../view.ts';
import { FlipButton } from './flip-button.tsx';

const FLAGS = [
  { flag: 'dr', name: 'DR Region' },
  { flag: 'control', name: 'control Region' },
] as const;

/** Where DNS sends users, the two flags it decides by, and the platform's own process. */
export function TrafficPanel({ view, domain }: { readonly view: LabView; readonly domain: string }) {
  const { traffic, lostFlags, platform } = view;
  return (
    <section className="panel traffic" aria-label="Traffic and platform">
      <p>
        <b>{domain}</b> leads to <b>{traffic.answers ?? 'nowhere'}</b>
      </p>
      <ul>
        {FLAGS.map(({ flag, name }) => {
          const isLost = lostFlags.includes(flag);
          return (
            <li key={flag}>
              <span>
                Flag in the {name}: <b data-flag={traffic.flags?.[flag]}>{traffic.flags?.[flag]}</b>
              </span>
              {isLost ? (
                <FlipButton
                  name="Restore"
                  means={`the flag endpoint of the ${name} answers again`}
                  change={{ do: 'restore-flag', flag }}
                />
              ) : (
                <FlipButton
                  name="Lose"
                  means={`the flag endpoint of the ${name} stops answering`}
                  change={{ do: 'lose-flag', flag }}
                />
              )}
            </li>
          );
        })}
        <li>
          <span>
            Platform: <b data-flag={platform.up ? 'up' : 'unreachable'}>{platform.up ? 'up' : 'down'}</b>
            {platform.restarts > 0 && <span className="quiet">, restarted {platform.restarts} ×</span>}
          </span>
          <FlipButton
            name="Kill"
            means="the platform's own process dies at once, and starts again"
            change={{ do: 'kill-platform' }}
            disabled={!platform.up}
          />
        </li>
      </ul>
    </section>
  );
}
