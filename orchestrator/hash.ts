import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Facts } from './domain/facts.ts';
import type { Plan } from './domain/plan.ts';

/** SHA-256 (hex) of the canonical JSON (RFC 8785) of a plan and the facts frozen with it: what approvals bind to. */
export function hashOf(plan: Plan, facts: Facts): string {
  return createHash('sha256')
    .update(canonicalize({ plan, facts }) ?? '')
    .digest('hex');
}
