import { type CostMetric, dayBefore } from '../../orchestrator/domain/cost-metric.ts';
import type { Region } from '../../orchestrator/domain/region.ts';
import type { Status } from '../../orchestrator/recovery.ts';

/** What an application cost on the newest day that is known, and how much of it in the standby Region; nothing when none is. */
export function costSays({ own, platform }: Status['costs'], standby: Region | null, now: number): readonly string[] {
  if (own === null) return [];
  const inStandby = standby === null ? undefined : own.byRegion[standby];
  const part = inStandby === undefined ? '' : `, of it ${standby} ${money(inStandby, own)} (standby)`;
  const beside = platform?.day === own.day ? `; the platform itself ${money(platform.total, platform)}` : '';
  const day = own.day === dayBefore(now, 1) ? 'yesterday' : `on ${own.day}`;
  return [`*Cost ${day}:* ${money(own.total, own)}${part}${beside}${own.estimated ? '. AWS may still correct it.' : ''}`];
}

const money = (amount: number, { currency }: CostMetric): string =>
  new Intl.NumberFormat('en-US', { style: 'currency', currency }).format(amount);
