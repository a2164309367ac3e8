import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Config } from './config.ts';
import type { Facts } from './domain/facts.ts';
import type { Plan } from './domain/plan.ts';

/** SHA-256 (hex) of the canonical JSON (RFC 8785) of a plan and the facts frozen with it: what approvals bind to. */
export function hashOf(plan: Plan, facts: Facts): string {
  return sha256({ plan, facts });
}

/** SHA-256 (hex) of the canonical JSON of a validated dr.yml: which one a run was requested under. */
export const configHash = (config: Config): string => sha256(config);

const sha256 = (value: unknown): string =>
  createHash('sha256')
    .update(canonicalize(value) ?? '')
    .digest('hex');
