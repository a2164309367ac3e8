import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Records } from '../../ports/records.ts';
import { claimsIn } from './claims.ts';
import { costsIn } from './costs.ts';
import { entriesIn } from './entries.ts';
import { overridesIn } from './overrides.ts';
import { questionsIn } from './questions.ts';
import { replaysIn } from './replays.ts';
import { runsIn } from './runs.ts';
import { setsIn } from './sets.ts';
import { sightingsIn } from './sightings.ts';
import { surfacesIn } from './surfaces.ts';
import { testsIn } from './tests.ts';

/** The platform's records in one DynamoDB table. Every decision is one conditional write on one item. */
export function dynamoRecords(client: DynamoDBDocumentClient, table: string): Records {
  const place = { client, table };
  return {
    claims: claimsIn(place),
    journal: { ...runsIn(place), ...entriesIn(place) },
    questions: questionsIn(place),
    sets: setsIn(place),
    sightings: sightingsIn(place),
    surfaces: surfacesIn(place),
    replays: replaysIn(place),
    overrides: overridesIn(place),
    tests: testsIn(place),
    costs: costsIn(place),
  };
}
