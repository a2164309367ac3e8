import { call } from '../../network/call.ts';
import { listen } from '../../network/listener.ts';
import { answerParent } from '../../process/parent.ts';
import { backend } from '../backend.ts';
import { fixedLogin } from '../logins.ts';
import { openOrders } from '../orders.ts';
import { noReceipts, type Receipts, receiptKey } from '../receipts.ts';
import type { ServiceOptions } from './options.ts';

/** What it waits for takes this much of its users' patience at most, so that they hear what is wrong. */
const SHARE = 0.8;

answerParent({
  start: async ({ database, login, store, ...users }: ServiceOptions) => {
    const patienceMs = SHARE * users.patienceMs;
    const orders = openOrders({ ...database, host: '127.0.0.1', authorities: null, patienceMs }, fixedLogin(login));
    return (await listen(0, backend(orders, store === null ? noReceipts : inBucket(store, patienceMs)))).port;
  },
});

function inBucket(port: number, timeoutMs: number): Receipts {
  return {
    put: async (id) => {
      const url = `http://127.0.0.1:${port}/objects/${receiptKey(id)}`;
      const { status } = await call(url, { method: 'PUT', body: { id }, timeoutMs });
      if (status !== 200) throw new Error(`The bucket answered ${status}.`);
    },
  };
}
