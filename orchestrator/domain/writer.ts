import type { Region } from './region.ts';

/** Where an application was moved to last: written with the point of no return, and there until a later run passes its own. */
export interface Writer {
  readonly region: Region;
  /** Epoch of that run: the data of `region` carries a marker of it before its writers get their LOGIN. */
  readonly epoch: number;
  readonly run: string;
}

/** What reading the record in one's own Region came to; its writer is null before the first move. */
export type Recorded = { readonly writer: Writer | null } | { readonly unreadable: string };

/** What an agent sees of its own database, as far as it matters here. */
export interface OwnData {
  readonly inRecovery: boolean;
  readonly marker: { readonly epoch: number } | null;
}

/** Whether a Region has to fence itself, and why, as a sentence. */
export interface Judgement {
  readonly fences: boolean;
  readonly why: string;
}

/**
 * A Region fences itself only where a record names another one as the writer and its own data was left behind by that move:
 * docs/decisions/a-region-that-fences-itself.md.
 */
export function judgeOwnRegion(own: Region, recorded: Recorded, { inRecovery, marker }: OwnData): Judgement {
  const stays = (why: string): Judgement => ({ fences: false, why });
  if (inRecovery) return stays(`${own} is a replica.`);
  if ('unreadable' in recorded)
    return stays(`Who the writer is cannot be read in ${own}, so nothing is fenced: ${recorded.unreadable}`);
  const { writer } = recorded;
  if (writer === null) return stays('No run has moved the application yet.');
  const { region, epoch, run } = writer;
  if (region === own) return stays(`${own} is the writer, by ${run} in epoch ${epoch}.`);
  const carries = marker === null ? 'no marker' : `epoch ${marker.epoch}`;
  return marker !== null && marker.epoch >= epoch
    ? stays(
        `${run} made ${region} the writer in epoch ${epoch}; the data in ${own} carries ${carries}, so it was not left behind.`,
      )
    : {
        fences: true,
        why: `${run} made ${region} the writer in epoch ${epoch}; the data in ${own} carries ${carries}: it was left behind.`,
      };
}
