import { parseArgs } from 'node:util';
import { ASSUMPTIONS } from './cost/assumptions.ts';
import { synthesizedEstate } from './cost/estate.ts';
import { monthsOf, overBudget } from './cost/months.ts';
import { readPrices } from './cost/prices.ts';
import { runsOf } from './cost/runs.ts';
import { toFootnotes, toTable } from './cost/table.ts';
import { ownConfig } from './own-config.ts';

/** `npm run cost [-- --json]`: what the stacks of dr.yml cost, from their templates and the price list of this repository. */
const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const config = ownConfig();
const prices = readPrices();
const estate = synthesizedEstate(config);
const [platform, ...rest] = monthsOf(estate, prices);
if (platform === undefined) throw new Error('There is no control plane.');
const bills = [platform, ...rest, ...runsOf(estate, prices)];
const over = overBudget(platform);
if (values.json) console.log(JSON.stringify({ date: prices.date, bills, overBudget: over, assumptions: ASSUMPTIONS }));
else console.log([toTable(bills), over, toFootnotes(prices)].filter((part) => part !== null).join('\n\n'));
