import { Entity } from 'electrodb';
import { unclaimed, whyBusy, whyLocked, whyNotPass, whyNotStop } from '../../domain/claim-rules.ts';
import { Busy, Refused, Unavailable } from '../../domain/errors.ts';
import type { Claim, StopKind } from '../../domain/run.ts';
import type { Claims } from '../../ports/records.ts';
import { ask, askIf } from '../errors.ts';
import { numbersOf } from './numbers.ts';
import type { Place } from './table.ts';

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
        stop: {
          type: 'map',
          properties: {
            kind: { type: ['abort', 'roll-back', 'stop'] as const satisfies readonly StopKind[], required: true },
            by: { type: 'string', required: true },
            at: { type: 'number', required: true },
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

type Item = { [K in keyof Claim]?: Exclude<Claim[K], null> | undefined };

const toClaim = (application: string, item: Item | null): Claim => ({
  ...unclaimed(application),
  epoch: item?.epoch ?? 0,
  run: item?.run ?? null,
  takenAt: item?.takenAt ?? null,
  stop: item?.stop ?? null,
  pointOfNoReturnAt: item?.pointOfNoReturnAt ?? null,
  writer: item?.writer ?? null,
  lock: item?.lock ?? null,
});

/** Claims in DynamoDB: one item per application, so that one condition decides. */
export function claimsIn(place: Place): Claims {
  const claims = claimEntity(place);
  const nextRun = numbersOf(place, 'runs');
  const what = 'The table of claims';

  const look = async (application: string) => {
    const { data } = await ask(what, () => claims.get({ application }).go({ consistent: true }));
    return toClaim(application, data);
  };

  return {
    look,

    async take(application, at, over) {
      const before = await look(application);
      const busy = whyBusy(before, over);
      if (busy !== null) throw new Busy(busy);
      const locked = whyLocked(before);
      if (locked !== null) throw new Refused(locked);
      const run = await nextRun();
      const written = await askIf(what, () =>
        claims
          .update({ application })
          .add({ epoch: 1 })
          .set({ run, takenAt: at })
          .remove(['stop', 'pointOfNoReturnAt'])
          .where((claim, { eq, notExists }) => {
            const isFree = notExists(claim.run);
            if (over === undefined) return `${isFree} AND ${notExists(claim.lock)}`;
            const holds = `${eq(claim.run, over.run)} AND ${eq(claim.epoch, over.epoch)}`;
            const mayGo = over.isPast ? holds : `${holds} AND ${notExists(claim.pointOfNoReturnAt)}`;
            return `(${isFree} OR (${mayGo})) AND ${notExists(claim.lock)}`;
          })
          .go({ response: 'all_new' }),
      );
      const claim = written ? toClaim(application, written.data) : await look(application);
      if (claim.run === run) return { ...claim, run };
      const lockedMeanwhile = claim.run === null ? whyLocked(claim) : null;
      if (lockedMeanwhile !== null) throw new Refused(lockedMeanwhile);
      throw new Busy(whyBusy(claim) ?? `${application} was held by another run a moment ago; ask again.`);
    },

    async stop({ application, run, epoch }, stop) {
      const written = await askIf(what, () =>
        claims
          .update({ application })
          .set({ stop })
          .where((claim, { eq, notExists }) => {
            const mine = `${eq(claim.run, run)} AND ${eq(claim.epoch, epoch)} AND ${notExists(claim.stop)}`;
            return stop.kind !== 'stop' ? `${mine} AND ${notExists(claim.pointOfNoReturnAt)}` : mine;
          })
          .go({ response: 'all_new' }),
      );
      if (written) return toClaim(application, written.data);
      const claim = await look(application);
      const why = whyNotStop(claim, { application, run, epoch }, stop.kind);
      if (why !== null) throw new Refused(why);
      return claim;
    },

    async passPointOfNoReturn({ application, run, epoch }, to, at) {
      const written = await askIf(what, () =>
        claims
          .update({ application })
          .set({ writer: { region: to, epoch, run } })
          .data((claim, { ifNotExists }) => ifNotExists(claim.pointOfNoReturnAt, at))
          .where((claim, { eq, notExists }) => `${eq(claim.run, run)} AND ${eq(claim.epoch, epoch)} AND ${notExists(claim.stop)}`)
          .go({ response: 'all_new' }),
      );
      if (written) return toClaim(application, written.data);
      const why = whyNotPass(await look(application), { application, run, epoch });
      if (why !== null) throw new Refused(why);
      throw new Unavailable(`The claim of ${application} changed while ${run} was writing it.`);
    },

    async release({ application, run, epoch }) {
      await askIf(what, () =>
        claims
          .update({ application })
          .remove(['run', 'takenAt', 'stop', 'pointOfNoReturnAt'])
          .where((claim, { eq }) => `${eq(claim.run, run)} AND ${eq(claim.epoch, epoch)}`)
          .go(),
      );
    },

    async lock(application, lock) {
      const { data } = await ask(what, () => claims.update({ application }).set({ lock }).go({ response: 'all_new' }));
      return toClaim(application, data);
    },

    async unlock(application) {
      const { data } = await ask(what, () => claims.update({ application }).remove(['lock']).go({ response: 'all_new' }));
      return toClaim(application, data);
    },
  };
}
