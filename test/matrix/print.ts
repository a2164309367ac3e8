import { CASES, playCase } from './play.ts';

/* Prints how every case ends on the in-memory world: one line each. */
for (const which of CASES) {
  const { plan, row, disturbance } = which;
  const { view, choices, missing, writable } = await playCase(which);
  const asked = choices.length === 0 ? '' : `; people: ${choices.join(', ')}`;
  const past = view.pointOfNoReturnAt === null ? '' : ', past the point of no return';
  const lost = missing === 0 || view.pointOfNoReturnAt === null ? '' : `; ${missing} acknowledged writes are missing`;
  console.log(
    `${plan}, ${row} ${disturbance}: ${view.closed?.result}${past}, writer ${writable.join(' and ') || 'none'}${lost}${asked}`,
  );
}
