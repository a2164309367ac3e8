import { memoryRecords } from '../../lab/memory/records/memory-records.ts';
import { describeClaims } from '../contracts/claims.ts';
import { describeCosts } from '../contracts/costs.ts';
import { describeJournal } from '../contracts/journal.ts';
import { describeNextClaims } from '../contracts/next-claims.ts';
import { describeOverrides } from '../contracts/overrides.ts';
import { describeQuestions } from '../contracts/questions.ts';
import { describeReplays } from '../contracts/replays.ts';
import { describeSets } from '../contracts/sets.ts';
import { describeSightings } from '../contracts/sightings.ts';
import { describeSurfaces } from '../contracts/surfaces.ts';
import { describeTests } from '../contracts/tests.ts';

const makeRecords = async () => memoryRecords();

describeClaims('memory', makeRecords);
describeNextClaims('memory', makeRecords);
describeJournal('memory', makeRecords);
describeOverrides('memory', makeRecords);
describeQuestions('memory', makeRecords);
describeReplays('memory', makeRecords);
describeSets('memory', makeRecords);
describeSightings('memory', makeRecords);
describeSurfaces('memory', makeRecords);
describeTests('memory', makeRecords);
describeCosts('memory', makeRecords);
