import { describe, expect, it } from 'vitest';
import { applicationOnAws } from '../../../orchestrator/aws/deployment.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { elementIn } from '../gateway/xml.ts';

/** What a function of CDK's put on a bucket while it was deployed. */
export function buckets(cloudOf: () => Cloud): void {
  describe('the bucket of the DR Region', () => {
    it('carries the rule that copies back to the primary Region', async () => {
      const { aws, config, application } = cloudOf();
      const { primary, dr } = applicationOnAws(application).buckets;
      const rules = await aws.rest('s3', config.regions.dr, 'GET', `/${dr}?replication`);
      expect([elementIn(rules, 'ID'), elementIn(rules, 'Status')]).toEqual(['to-primary', 'Enabled']);
      expect(elementIn(rules, 'Bucket')).toBe(`arn:aws:s3:::${primary}`);
    });
  });
}
