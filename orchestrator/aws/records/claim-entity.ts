import { Entity } from 'electrodb';
import { unclaimed } from '../../domain/claim-rules.ts';
import type { Claim, NextClaim, StopKind } from '../../domain/run.ts';
import type { Place } from './table.ts';

const stop = {
  type: 'map',
  properties: {
    kind: { type: ['abort', 'roll-back', 'stop'] as const satisfies readonly StopKind[], required: true },
    by: { type: 'string', required: true },
    at: { type: 'number', required: true },
  },
} as const;

/** The claim of an application as an item of the table. */
export const claimEntity = ({ client, table }: Pick<Place, 'table'> & Partial<Place>) =>
  new Entity(
    {
      model: { service: 'dr', entity: 'claim', version: '1' },
      attributes: {
        application: { type: 'string', required: true },
        epoch: { type: 'number', required: true },
        run: { type: 'string' },
        takenAt: { type: 'number' },
        stop,
        next: {
          type: 'map',
          properties: {
            run: { type: 'string', required: true },
            epoch: { type: 'number', required: true },
            takenAt: { type: 'number', required: true },
            stop,
          },
        },
        pointOfNoReturnAt: { type: 'number' },
        writer: {
          type: 'map',
          properties: {
            region: { type: 'string', required: true },
            epoch: { type: 'number', required: true },
            run: { type: 'string', required: true },
          },
        },
        lock: {
          type: 'map',
          properties: {
            by: { type: 'string', required: true },
            reason: { type: 'string', required: true },
            at: { type: 'number', required: true },
          },
        },
      },
      indexes: {
        claim: {
          pk: { field: 'pk', composite: ['application'], casing: 'none' },
          sk: { field: 'sk', composite: [], casing: 'none' },
        },
      },
    },
    { table, ...(client === undefined ? {} : { client }) },
  );

type Stored<T> = { [K in keyof T]?: Exclude<T[K], null> | undefined };
type Item = Stored<Omit<Claim, 'next'>> & { next?: (Omit<NextClaim, 'stop'> & Stored<Pick<NextClaim, 'stop'>>) | undefined };

/** A claim as its item tells it; free where there is none. */
export const toClaim = (application: string, item: Item | null): Claim => ({
  ...unclaimed(application),
  epoch: item?.epoch ?? 0,
  run: item?.run ?? null,
  takenAt: item?.takenAt ?? null,
  stop: item?.stop ?? null,
  pointOfNoReturnAt: item?.pointOfNoReturnAt ?? null,
  next: item?.next === undefined ? null : { ...item.next, stop: item.next.stop ?? null },
  writer: item?.writer ?? null,
  lock: item?.lock ?? null,
});
