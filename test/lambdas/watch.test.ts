import { describe, expect, it } from 'vitest';
import { watch } from '../../orchestrator/watch.ts';
import { primary, rehearse } from '../scenarios/rehearsal.ts';

/** Watches so many rounds, as a Lambda that knows nothing of those before it. */
async function watchAnew({ stage }: ReturnType<typeof rehearse>, rounds: number): Promise<void> {
  const misses = new Map<string, number>();
  for (let round = 0; round < rounds; round++) {
    await watch(stage, misses);
    await stage.sleep(stage.pace.watch);
  }
}

describe('the watch', () => {
  it('calls a Region down after three misses, and not after two', async () => {
    const rehearsal = rehearse();
    rehearsal.world.kill(primary);
    await watchAnew(rehearsal, 2);
    expect(await rehearsal.records.sightings.look('shop', primary)).toMatchObject({ downSince: null });
    await watchAnew(rehearsal, 3);
    expect((await rehearsal.records.sightings.look('shop', primary)).downSince).not.toBeNull();
  });

  it('keeps since when a Region is down, whoever goes on watching', async () => {
    const rehearsal = rehearse();
    rehearsal.world.kill(primary);
    await watchAnew(rehearsal, 3);
    const { downSince } = await rehearsal.records.sightings.look('shop', primary);
    await watchAnew(rehearsal, 1);
    expect(await rehearsal.records.sightings.look('shop', primary)).toMatchObject({ downSince });
    await watchAnew(rehearsal, 5);
    expect(await rehearsal.records.sightings.look('shop', primary)).toMatchObject({ downSince });
  });

  it('forgets that a Region was down when it answers', async () => {
    const rehearsal = rehearse();
    rehearsal.world.kill(primary);
    await watchAnew(rehearsal, 3);
    rehearsal.world.heal(primary);
    await watchAnew(rehearsal, 1);
    expect(await rehearsal.records.sightings.look('shop', primary)).toMatchObject({ downSince: null });
  });
});
