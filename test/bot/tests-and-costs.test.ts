import { describe, expect, it } from 'vitest';
import { costSays } from '../../bot/views/cost.ts';
import { lastDrillSays, lastTestSays } from '../../bot/views/test-result.ts';
import { PLATFORM } from '../../orchestrator/domain/cost-metric.ts';
import { aCost, aTest } from '../contracts/samples.ts';

const HOUR = 3_600_000;

describe('the last test of an application', () => {
  it('is never, before there was one', () => {
    expect(lastTestSays(null, 0)).toEqual(['*Last tested:* never']);
  });

  it('says how long ago, and that nothing is in the way', () => {
    expect(lastTestSays(aTest({ at: HOUR }), 4 * HOUR)).toEqual(['*Last tested:* dry run, 3 h ago: nothing is in the way']);
    const risky = aTest({ at: HOUR, kind: 'game-day', risks: ['one', 'two'] });
    expect(lastTestSays(risky, 2 * HOUR)).toEqual([
      '*Last tested:* game day, 1 h ago: nothing is in the way; approving would have accepted 2 risks',
    ]);
  });

  it('warns of a result that should have been followed by another', () => {
    expect(lastTestSays(aTest({ at: 0 }), 50 * HOUR)).toEqual([
      '*Last tested:* dry run, :warning: 50 h ago: nothing is in the way',
    ]);
    expect(lastTestSays(aTest({ at: 0 }), 47 * HOUR).join()).not.toContain(':warning:');
  });

  it('names what was in the way, as words and nothing more', () => {
    const blocked = aTest({ at: 0, passed: false, blockers: ['us-west-2 is <!channel> gone'] });
    expect(lastTestSays(blocked, HOUR)).toEqual([
      '*Last tested:* dry run, 1 h ago: *blocked*',
      ':no_entry: us-west-2 is &lt;!channel&gt; gone',
    ]);
  });
});

describe('the last drill of an application', () => {
  it('is said to be unknown before there was one', () => {
    expect(lastDrillSays(null, 0)).toEqual(['*Last drill:* none that is known']);
  });

  it('says how long ago, how soon the copy was in use, and how old its data was', () => {
    const passed = aTest({ kind: 'drill', at: 0, passed: true, estimatedRtoMs: 240_000, dataAgeMs: 30_000 });
    expect(lastDrillSays(passed, 48 * HOUR)).toEqual([
      '*Last drill:* 48 h ago: passed, in use 4 min after the promotion began, with data 30 s old',
    ]);
  });

  it('may have been a game day, and is warned of after a quarter', () => {
    const moved = aTest({ kind: 'game-day', at: 0, passed: true, estimatedRtoMs: 240_000 });
    expect(lastDrillSays(moved, HOUR)).toEqual(['*Last drill:* game day, 1 h ago: passed, moved within 4 min']);
    const home = { ...moved, plan: 'failback' } as const;
    expect(lastDrillSays(home, HOUR)).toEqual(['*Last drill:* game day, 1 h ago: passed, moved home within 4 min']);
    expect(lastDrillSays(moved, 93 * 24 * HOUR).join()).toContain(':warning:');
    expect(lastDrillSays(moved, 91 * 24 * HOUR).join()).not.toContain(':warning:');
  });

  it('says what it left out', () => {
    const restored = aTest({
      kind: 'drill',
      at: 0,
      passed: true,
      estimatedRtoMs: 240_000,
      dataAgeMs: null,
      untested: ['no promotion'],
    });
    expect(lastDrillSays(restored, HOUR)).toEqual([
      '*Last drill:* 1 h ago: passed, in use 4 min after the restore began, with data unknown old; *no promotion*',
    ]);
  });

  it('says that it failed, and why, as words and nothing more', () => {
    const failed = aTest({ kind: 'drill', at: 0, passed: false, blockers: ['the copy is <!channel> stopped'] });
    expect(lastDrillSays(failed, HOUR)).toEqual([
      '*Last drill:* 1 h ago: *failed*',
      ':no_entry: the copy is &lt;!channel&gt; stopped',
    ]);
  });
});

describe('the costs of an application', () => {
  const noon = Date.UTC(2026, 10, 27, 12);
  const settled = aCost({ total: 12.31, estimated: false });

  it('are not spoken of where nothing is known', () => {
    expect(costSays({ own: null, platform: aCost({ application: PLATFORM }) }, 'us-west-2', noon)).toEqual([]);
  });

  it('name the standby Region, and the platform beside it', () => {
    expect(costSays({ own: settled, platform: null }, 'us-west-2', noon)).toEqual([
      '*Cost yesterday:* $12.31, of it us-west-2 $4.10 (standby)',
    ]);
    const platform = aCost({ application: PLATFORM, total: 0.84 });
    expect(costSays({ own: settled, platform }, 'us-west-2', noon)).toEqual([
      '*Cost yesterday:* $12.31, of it us-west-2 $4.10 (standby); the platform itself $0.84',
    ]);
  });

  it('name no standby where it is not known, or costs nothing', () => {
    for (const standby of [null, 'us-west-1']) {
      expect(costSays({ own: settled, platform: null }, standby, noon)).toEqual(['*Cost yesterday:* $12.31']);
    }
  });

  it('say of which day they are when it is not yesterday, and that AWS may correct them', () => {
    const platform = aCost({ application: PLATFORM, day: '2026-11-24' });
    expect(costSays({ own: { ...settled, estimated: true, day: '2026-11-25' }, platform }, null, noon)).toEqual([
      '*Cost on 2026-11-25:* $12.31. AWS may still correct it.',
    ]);
  });
});
