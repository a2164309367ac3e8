import { ASSUMPTIONS } from './assumptions.ts';
import type { Bill, Line } from './bill.ts';
import type { PriceList } from './prices.ts';

/** Lines below that, in US dollars, are shown as one. */
const SMALL = 0.005;

/** The bills as a person reads them, but for those with nothing on them: Regions whose applications no template makes. */
export const toTable = (bills: readonly Bill[]): string =>
  bills
    .filter(({ lines }) => lines.length > 0)
    .map(toPart)
    .join('\n\n');

function toPart({ name, per, lines, usd }: Bill): string {
  const small = lines.filter((line) => line.usd < SMALL);
  const rest = small.reduce((sum, line) => sum + line.usd, 0);
  return [
    `${name}: ${dollars(usd)} a ${per}`,
    ...lines.filter((line) => line.usd >= SMALL).map(toRow),
    ...(small.length === 0 ? [] : [`  ${dollars(rest).padStart(9)}  ${small.length} more, each under half a cent`]),
  ].join('\n');
}

/** What the figures rest on. */
export function toFootnotes({ date, regions, prices }: PriceList): string {
  const assumptions = Object.values(ASSUMPTIONS).map(({ value, unit, why }) => `  ${value} ${unit}: ${why}`);
  const unread = Object.entries(prices).flatMap(([id, { seen }]) => (seen === null ? [id] : []));
  return [
    `List prices of ${date} in ${regions.join(', ')}, on demand, without taxes, free tiers and discounts; each with its source in infra/cost/prices.json.`,
    `Not read at their source, so compare them before relying on them: ${unread.join(', ')}.`,
    'Assumed, in infra/cost/assumptions.ts:',
    ...assumptions,
  ].join('\n');
}

const toRow = ({ what, quantity, per, usd }: Line): string =>
  `  ${dollars(usd).padStart(9)}  ${what.padEnd(44)} ${amount(quantity)} × ${per}`;

const dollars = (usd: number): string => `$${usd.toFixed(usd > 0 && usd < 0.01 ? 4 : 2)}`;

const amount = (quantity: number): string => quantity.toLocaleString('en', { maximumFractionDigits: quantity < 10 ? 3 : 0 });
