import { expect, it } from 'vitest';
import { pauseOf } from '../../lab/prober/pause.ts';

const write = (region: string, at: number) => ({ id: `${region} ${at}`, region, at });

it('a pause is from the last write of the old writer to the first of the new one', () => {
  const writes = [write('old', 10), write('old', 20), write('new', 320), write('new', 330)];
  expect(pauseOf(writes, 'old', 'new')).toEqual({ ms: 300, lastAt: 20, firstAt: 320 });
});

it('a pause below zero says that both took writes', () => {
  expect(pauseOf([write('old', 10), write('new', 15), write('old', 20)], 'old', 'new')?.ms).toBe(-5);
});

it.each([['old'], ['new']])('there is no pause where the %s writer acknowledged nothing', (silent) => {
  const writes = [write('old', 10), write('new', 20)].filter(({ region }) => region !== silent);
  expect(pauseOf(writes, 'old', 'new')).toBeNull();
});
