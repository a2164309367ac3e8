import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { call } from '../network/call.ts';
import { listen, readBody, sendJson } from '../network/listener.ts';
import { answerParent } from '../process/parent.ts';
import { type Orders, openOrders } from './orders.ts';
import type { ServiceOptions } from './service-options.ts';

const NewOrder = z.strictObject({ id: z.string().min(1).max(100), customer: z.string().max(100) });
/** One order in so many gets a receipt in the bucket. */
const RECEIPT_EVERY = 10;

answerParent({
  start: async ({ database, store }: ServiceOptions) => {
    const orders = openOrders(database);
    let placed = 0;
    const place = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const order = NewOrder.safeParse(JSON.parse(await readBody(request)));
      if (!order.success) return sendJson(response, 400, { message: z.prettifyError(order.error) });
      await orders.place(order.data);
      if (placed++ % RECEIPT_EVERY === 0) await putReceipt(store, order.data.id);
      sendJson(response, 201, { id: order.data.id });
    };
    const { port } = await listen(0, async (request, response) => {
      const path = request.url ?? '/';
      if (path === '/health' || path === '/api/health') return void response.end('ok');
      if (!path.startsWith('/api/orders')) return sendJson(response, 404, { message: `There is nothing at ${path}.` });
      try {
        if (request.method === 'POST') await place(request, response);
        else await show(orders, path, response);
      } catch (error) {
        sendJson(response, 503, { message: error instanceof Error ? error.message : String(error) });
      }
    });
    return port;
  },
});

async function show(orders: Orders, path: string, response: ServerResponse): Promise<void> {
  const id = decodeURIComponent(path.slice('/api/orders/'.length));
  if (id === '') return sendJson(response, 200, await orders.newest());
  const order = await orders.find(id);
  if (order === null) return sendJson(response, 404, { message: `There is no order ${id}.` });
  sendJson(response, 200, order);
}

async function putReceipt(store: number, id: string): Promise<void> {
  const url = `http://127.0.0.1:${store}/objects/receipts/${encodeURIComponent(id)}`;
  const { status } = await call(url, { method: 'PUT', body: { id }, timeoutMs: 400 });
  if (status !== 200) throw new Error(`The bucket answered ${status}.`);
}
