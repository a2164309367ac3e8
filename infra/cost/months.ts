import { type Bill, type Charged, toBill } from './bill.ts';
import type { Estate, PricedResource } from './charge.ts';
import type { PriceList } from './prices.ts';
import { chargesOf } from './rules.ts';

/** What the control plane may cost in an idle month, US dollars, for one application. */
export const BUDGET = 25;

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
 * The platform's stacks begin with `dr-`, wherever they are, and so do its functions beside an application's database; what checks
 * the flags is the platform's too. The rest of an application's stacks belongs to their Region.
 */
function partOf({ stack, region, type, properties }: PricedResource, { config }: Estate): Part {
  const isOurs = [stack, String(properties.FunctionName)].some((name) => name.startsWith('dr-'));
  if (isOurs || type === 'AWS::Route53::HealthCheck') return 'Control plane, idle';
  return region === config.regions.dr ? 'DR Region, standby' : 'Primary Region';
}

/** Functions by their names, because each runs as often as it must; everything else by its type. */
const nameOf = ({ type, properties }: PricedResource): string => properties.FunctionName ?? type.replace('AWS::', '');

/** What to do about a control plane that costs more than it should; null when it does not. */
export function overBudget({ usd, lines }: Bill): string | null {
  const [largest] = lines;
  if (usd <= BUDGET || largest === undefined) return null;
  const share = `${largest.what} (${largest.per}) is $${largest.usd.toFixed(2)} of it`;
  return `The control plane costs $${usd.toFixed(2)} in an idle month, and is meant to stay under $${BUDGET} for one application: ${share}, so begin there.`;
}
