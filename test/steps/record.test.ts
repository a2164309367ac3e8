import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../orchestrator/domain/answer.ts';
import type { Summary } from '../../orchestrator/domain/summary.ts';
import { record } from '../../orchestrator/steps/record.ts';
import { amir } from '../scenarios/rehearsal.ts';
import { ended, makeSetting } from './setting.ts';

/** The summary of a run whose people took 7 s and whose platform took 11 s, and whose rows left that evidence. */
async function summaryOf({ fence, settle }: { fence: Evidence; settle: Evidence }): Promise<Summary> {
  const setting = await makeSetting();
  const { clock } = setting.world;
  await setting.freeze();
  await clock.advance(7_000);
  await setting.approved();
  await clock.advance(11_000);
  await setting.say(ended('fence', fence), ended('settle', settle), ended('verify-dns'));
  await clock.advance(60_000);
  const answer = await record.ask(await setting.scene());
  return answer.status === 'done' ? (answer.evidence?.summary as Summary) : expect.fail('It is not done.');
}

const fenced = { outcome: 'fenced', at: 50_000 };
const unreachable = { outcome: 'unreachable', silentSince: 40_000, acceptedBy: [amir.id] };

describe('the record of a run', () => {
  it('keeps the time of people apart from the time of the platform', async () => {
    const { rto } = await summaryOf({ fence: fenced, settle: {} });
    expect(rto).toEqual({ humanMs: 7_000, machineMs: 11_000, targetMs: 900_000 });
  });

  it.each([
    ['says nothing was lost where that is proved', fenced, { zeroLoss: true, lastCommitAt: 1 }, 0, /^Proved/],
    [
      'measures from the newest commit kept to the fence',
      fenced,
      { zeroLoss: false, lastCommitAt: 49_000 },
      1_000,
      /to the fence of us-east-1/,
    ],
    [
      'measures to when a source fell silent that was never reached',
      unreachable,
      { zeroLoss: false, lastCommitAt: 37_500 },
      2_500,
      /if us-east-1 was dead/,
    ],
    ['never says less than nothing', fenced, { zeroLoss: false, lastCommitAt: 50_001 }, 0, /^At most/],
    ['does not know it where the target replayed nothing', fenced, { zeroLoss: false, lastCommitAt: null }, null, /^Unknown/],
    [
      'does not know it where nobody knows when the source fell silent',
      { outcome: 'unreachable' },
      { zeroLoss: false, lastCommitAt: 1 },
      null,
      /^Unknown/,
    ],
  ])('%s', async (_, fence, settle, achievedMs, how) => {
    const { rpo } = await summaryOf({ fence, settle });
    expect(rpo).toEqual({ achievedMs, how: expect.stringMatching(how), targetMs: 60_000 });
  });

  it('names who accepted a source that was never reached, and nobody where it was fenced', async () => {
    expect((await summaryOf({ fence: unreachable, settle: {} })).fence).toEqual({
      outcome: 'unreachable',
      acceptedBy: [amir.id],
    });
    expect((await summaryOf({ fence: fenced, settle: {} })).fence).toEqual({ outcome: 'fenced', acceptedBy: [] });
  });
});
