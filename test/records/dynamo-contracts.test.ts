import { afterAll, beforeAll } from 'vitest';
import { labDynamoClient, startRecords, TABLE } from '../../lab/records/start.ts';
import { dynamoRecords } from '../../orchestrator/aws/records/dynamo-records.ts';
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

let started: Awaited<ReturnType<typeof startRecords>>;
beforeAll(async () => {
  started = await startRecords();
});
afterAll(() => started.stop());

const makeRecords = async () => dynamoRecords(labDynamoClient(started.url), TABLE);

describeClaims('DynamoDB', makeRecords);
describeNextClaims('DynamoDB', makeRecords);
describeJournal('DynamoDB', makeRecords);
describeOverrides('DynamoDB', makeRecords);
describeQuestions('DynamoDB', makeRecords);
describeReplays('DynamoDB', makeRecords);
describeSets('DynamoDB', makeRecords);
describeSightings('DynamoDB', makeRecords);
describeSurfaces('DynamoDB', makeRecords);
describeTests('DynamoDB', makeRecords);
describeCosts('DynamoDB', makeRecords);
