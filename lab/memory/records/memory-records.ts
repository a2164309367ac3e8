import type { Records, Sighting, Surface } from '../../../orchestrator/ports/records.ts';
import { type MemoryClaims, memoryClaims } from './claims.ts';
import { memoryCosts } from './costs.ts';
import { memoryJournal } from './journal.ts';
import { memoryOverrides } from './overrides.ts';
import { memoryQuestions } from './questions.ts';
import { memoryReplays } from './replays.ts';
import { memorySets } from './sets.ts';
import { memoryTests } from './tests.ts';

/** The platform's records in memory, for tests with hundreds of cases; they hold what the DynamoDB ones hold. */
export function memoryRecords(): Records & { readonly claims: MemoryClaims } {
  const sightings = new Map<string, Sighting>();
  const surfaces = new Map<string, Surface>();
  return {
    claims: memoryClaims(),
    journal: memoryJournal(),
    questions: memoryQuestions(),
    sets: memorySets(),
    sightings: {
      look: async (application, region) =>
        sightings.get(`${application}/${region}`) ?? { region, lastAnsweredAt: null, missedAt: null, downSince: null },
      async record(application, sighting) {
        sightings.set(`${application}/${sighting.region}`, { ...sighting });
      },
    },
    surfaces: {
      of: async (run) => [...surfaces.values()].filter((surface) => surface.run === run),
      async claim(surface, before) {
        const key = `${surface.run}/${surface.name}`;
        const there = surfaces.get(key);
        if (there?.ts !== before?.ts || there?.claimedUntil !== before?.claimedUntil) return false;
        surfaces.set(key, { ...surface });
        return true;
      },
      async save(surface) {
        surfaces.set(`${surface.run}/${surface.name}`, { ...surface });
      },
    },
    replays: memoryReplays(),
    overrides: memoryOverrides(),
    tests: memoryTests(),
    costs: memoryCosts(),
  };
}
