import { coldStart } from './cold-start.ts';
import { failover } from './failover.ts';
import { rounds } from './rounds.ts';
import { switchover } from './switchover.ts';

const benches: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  failover,
  switchover,
  rounds,
  'cold-start': coldStart,
};

const [name = 'failover', ...args] = process.argv.slice(2);
const bench = benches[name];
if (bench === undefined) {
  console.error(`There is no bench "${name}"; there are: ${Object.keys(benches).join(', ')}.`);
  process.exitCode = 1;
} else {
  await bench(args);
}
