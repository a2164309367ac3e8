import { call } from '../../network/call.ts';
import { listen } from '../../network/listener.ts';
import { answerParent } from '../../process/parent.ts';
import { backend } from '../backend.ts';
import { fixedLogin } from '../logins.ts';
import { openOrders } from '../orders.ts';
import { noReceipts, type Receipts, receiptKey } from '../receipts.ts';
import type { ServiceOptions } from './options.ts';

const PATIENCE_MS = 400;

answerParent({
  start: async ({ database, login, store }: ServiceOptions) => {
    const orders = openOrders({ ...database, host: '127.0.0.1', authorities: null, patienceMs: PATIENCE_MS }, fixedLogin(login));
    return (await listen(0, backend(orders, store === null ? noReceipts : inBucket(store)))).port;
  },
});

function inBucket(port: number): Receipts {
  return {
    put: async (id) => {
      const url = `http://127.0.0.1:${port}/objects/${receiptKey(id)}`;
      const { status } = await call(url, { method: 'PUT', body: { id }, timeoutMs: PATIENCE_MS });
      if (status !== 200) throw new Error(`The bucket answered ${status}.`);
    },
  };
}
