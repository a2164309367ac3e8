import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Config } from './config.ts';
import type { Facts } from './domain/facts.ts';
import type { Plan } from './domain/plan.ts';
import type { PlannedMember, RecoverySet } from './domain/recovery-set.ts';

/** SHA-256 (hex) of the canonical JSON (RFC 8785) of a plan and the facts frozen with it: what approvals bind to. */
export function hashOf(plan: Plan, facts: Facts): string {
  return sha256({ plan, facts });
}

/** The same of a set: its members in their order, and the hash of each. */
export const hashOfSet = ({ plan, members: order }: RecoverySet, members: readonly PlannedMember[]): string =>
  sha256({ plan, order, members });

/** SHA-256 (hex) of the canonical JSON of a validated dr.yml: which one a run was requested under. */
export const configHash = (config: Config): string => sha256(config);

const sha256 = (value: unknown): string =>
  createHash('sha256')
    .update(canonicalize(value) ?? '')
    .digest('hex');
