import { REFERENCE_OF } from './reference.ts';

/** What a role allows for a call that is not made while the test plays. */
export interface Unplayed {
  /** The functions' names. */
  readonly of: RegExp;
  readonly action: string;
  /** On which resources, or in which partitions; on any where absent. */
  readonly on?: RegExp;
  readonly why: string;
  /** The Service Authorization Reference's page that names the action and its resources. */
  readonly source: string;
  /** The test of what leads to the call. */
  readonly playedIn: string;
}

const notGathered = (action: string, source: string, on?: RegExp): Unplayed => ({
  ...{ of: /^dr-(cut-over|rehearsal)$/, action, source, playedIn: 'test/aws-ports/contracts.test.ts' },
  why: 'Neither a dry run nor a second approval is of a drill, or looks at what a reprotect would keep.',
  ...(on === undefined ? {} : { on }),
});

/** What is allowed for a case that the test does not play, and where it is played. */
export const UNPLAYED: readonly Unplayed[] = [
  {
    of: /^dr-drill-restore$/,
    action: 'dynamodb:UpdateItem',
    on: /application_/,
    why: 'It stops the claim where it is taken back before anything else is, as the copy from the replica is in the test.',
    source: REFERENCE_OF.dynamodb,
    playedIn: 'test/scenarios/drill.test.ts',
  },
  notGathered('ecs:DescribeServices', REFERENCE_OF.ecs, /-drill$/),
  notGathered('rds:DescribeDBSnapshots', REFERENCE_OF.rds),
  notGathered('route53:GetHostedZone', REFERENCE_OF.route53),
];
