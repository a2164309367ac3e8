import type { DBInstance } from '@aws-sdk/client-rds';
import { expect, it } from 'vitest';
import { INSTANCE_PROPERTIES } from '../../orchestrator/aws/instance-properties.ts';
import { byHand } from '../../orchestrator/plans/rebuild-by-hand.ts';

/** The fields of DescribeDBInstances that a property is read from. */
function fieldsOf({ seen }: (typeof INSTANCE_PROPERTIES)[number]): readonly string[] {
  const read: string[] = [];
  const instance = new Proxy({} as DBInstance, {
    get: (_, field) => {
      read.push(String(field));
      return undefined;
    },
  });
  seen(instance);
  return read;
}

const compared = byHand['restore-properties'].join('\n');

it.each(INSTANCE_PROPERTIES)('a person who makes a database anew by hand compares its $name as well', (property) => {
  // A replica is as large as its source.
  const fields = fieldsOf(property).filter((field) => field !== 'AllocatedStorage');
  expect(fields.length).toBeGreaterThan(0);
  expect(fields.filter((field) => !new RegExp(`\\b${field}\\b`).test(compared))).toEqual([]);
});
