import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Accepts findings of cdk-nag, or a warning of the CDK, on a construct: the finding (`''` for a rule with a single one) and why it is right here. */
export function acknowledge(construct: IConstruct, rule: string, findings: Readonly<Record<string, string>>): void {
  for (const [finding, reason] of Object.entries(findings)) {
    Validations.of(construct).acknowledge({ id: finding === '' ? rule : `${rule}[${finding}]`, reason });
  }
}
