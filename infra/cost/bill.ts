import type { Charge } from './charge.ts';
import type { PriceList } from './prices.ts';

/** One thing on a bill. */
export interface Line {
  /** What it is for: a type of resource, or what happens. */
  readonly what: string;
  /** Id in prices.json. */
  readonly price: string;
  readonly quantity: number;
  /** What one of it is. */
  readonly per: string;
  readonly usd: number;
}

/** What something costs, by the month or by the time it happens. */
export interface Bill {
  readonly name: string;
  readonly per: 'month' | 'run';
  /** The dearest first. */
  readonly lines: readonly Line[];
  /** Their sum. */
  readonly usd: number;
}

/** Charges for the same thing at the same price are one line. */
export type Charged = Charge & { readonly what: string };

/** Prices charges; throws for a price that is not in the list. */
export function toBill(name: string, per: Bill['per'], charges: readonly Charged[], { prices }: PriceList): Bill {
  const quantities = new Map<string, Charged>();
  for (const charge of charges) {
    const key = `${charge.what} ${charge.price}`;
    quantities.set(key, { ...charge, quantity: (quantities.get(key)?.quantity ?? 0) + charge.quantity });
  }
  const lines = [...quantities.values()]
    .filter(({ quantity }) => quantity > 0)
    .map(({ what, price, quantity }): Line => {
      const listed = prices[price];
      if (listed === undefined)
        throw new Error(`There is no price "${price}" in infra/cost/prices.json, which ${what} needs: add it.`);
      return { what, price, quantity, per: listed.per, usd: quantity * listed.usd };
    })
    .toSorted((a, b) => b.usd - a.usd);
  return { name, per, lines, usd: lines.reduce((sum, { usd }) => sum + usd, 0) };
}
