import known from './prefix-lists.json' with { type: 'json' };

/**
 * The id of AWS's own list of a service's addresses in a Region, which security groups know gateway endpoints by; throws for a
 * Region that `prefix-lists.json` does not have yet. A wrong id fails the deployment.
 * https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
 */
export function prefixListOf(region: string, service: 's3' | 'dynamodb'): string {
  const found = Object.entries(known).find(([name]) => name === region)?.[1][service];
  if (found !== undefined) return found;
  throw new Error(
    `infra/prefix-lists.json has no row for ${region}. Add what this tells: aws ec2 describe-managed-prefix-lists --region ${region} ` +
      `--query "PrefixLists[].[PrefixListName,PrefixListId]" (of com.amazonaws.${region}.s3 and com.amazonaws.${region}.dynamodb).`,
  );
}
