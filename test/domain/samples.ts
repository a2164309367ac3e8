import type { Facts } from '../../orchestrator/domain/facts.ts';

export const east = 'us-east-1';
export const west = 'us-west-2';

/** Facts of a move from east to west that nothing forbids: both Regions answer, and west is one second behind. */
export const someFacts = (changes: Partial<Facts> = {}): Facts => ({
  at: 1_000_000,
  active: { region: east },
  source: { region: east, fence: 'possible', fenceWhy: null, lastAnsweredAt: 1_000_000, flushLsn: '0/3000' },
  target: {
    region: west,
    inRecovery: true,
    receivedLsn: '0/2000',
    replayedLsn: '0/2000',
    lagBytes: 4_096,
    lastCommitAt: 999_000,
  },
  services: [],
  capacity: {},
  storageBacklog: 0,
  answers: east,
  flags: { dr: 'absent', control: 'absent' },
  estimatedRpoMs: 1_000,
  estimatedRtoMs: null,
  agents: [],
  blockers: [],
  risks: [],
  ...changes,
});

/** What is seen of a source that does not answer. */
export const deadSource: Facts['source'] = {
  region: east,
  fence: 'impossible',
  fenceWhy: `${east} does not answer.`,
  lastAnsweredAt: 990_000,
  flushLsn: null,
};
