import { COST_TAG } from '../../orchestrator/domain/cost-metric.ts';
import { type Bill, type Charged, toBill } from './bill.ts';
import type { Estate, PricedResource } from './charge.ts';
import type { PriceList } from './prices.ts';
import { chargesOf } from './rules.ts';

/** What the control plane may cost in an idle month, US dollars, for one application. */
export const BUDGET = 25;

/** Lines that are named where it is too much. */
const SHARES = 3;

const PARTS = ['Control plane, idle', 'Primary Region', 'DR Region, standby'] as const;
type Part = (typeof PARTS)[number];

/** What each part costs in a month in which nothing happens; the control plane is first. */
export function monthsOf(estate: Estate, prices: PriceList): readonly Bill[] {
  const charged = estate.resources.flatMap((resource) =>
    chargesOf(resource, estate).map((charge) => ({ ...charge, part: partOf(resource, estate), what: nameOf(resource) })),
  );
  const of = (part: Part): readonly Charged[] => charged.filter((charge) => charge.part === part);
  return PARTS.map((part) => toBill(part, 'month', of(part), prices));
}

/**
 * What carries an application's tag belongs to its Region, but for what is there for the platform alone: its functions beside an
 * application's database, and what checks the flags. The rest is the platform's.
 */
function partOf(resource: PricedResource, { config }: Estate): Part {
  const { region, type, properties } = resource;
  const isOurs = String(properties.FunctionName).startsWith('dr-') || type === 'AWS::Route53::HealthCheck';
  if (isOurs || !isOfApplication(resource, config)) return 'Control plane, idle';
  return region === config.regions.dr ? 'DR Region, standby' : 'Primary Region';
}

/** What cannot carry a tag is its stack's. */
function isOfApplication({ stack, properties }: PricedResource, { applications }: Estate['config']): boolean {
  const tags: readonly { readonly Key: string; readonly Value: string }[] = Array.isArray(properties.Tags) ? properties.Tags : [];
  const owner = tags.find(({ Key }) => Key === COST_TAG)?.Value;
  return owner === undefined ? !stack.startsWith('dr-') : owner in applications;
}

/** Functions by their names, because each runs as often as it must; everything else by its type. */
const nameOf = ({ type, properties }: PricedResource): string => properties.FunctionName ?? type.replace('AWS::', '');

/** What to do about a control plane that costs more than it should; null when it does not. */
export function overBudget({ usd, lines }: Bill): string | null {
  if (usd <= BUDGET) return null;
  const shares = lines.slice(0, SHARES).map((line) => `${line.what} (${line.per}) is $${line.usd.toFixed(2)}`);
  return `The control plane costs $${usd.toFixed(2)} in an idle month, $${(usd - BUDGET).toFixed(2)} more than it should for one application. Of that ${shares.join(', ')}.${beforeRotations({ usd, lines })}`;
}

/** The first two rotations of a key raise its price for good, the first of them a year after it is made. */
function beforeRotations({ usd, lines }: Pick<Bill, 'usd' | 'lines'>): string {
  const rotated = lines.filter(({ price }) => price === 'kms.rotation').reduce((sum, line) => sum + line.usd, 0);
  if (rotated === 0) return '';
  return ` That is from the third year on: in the first, before any key is rotated, it is $${(usd - rotated).toFixed(2)}, and in the second $${(usd - rotated / 2).toFixed(2)}.`;
}
