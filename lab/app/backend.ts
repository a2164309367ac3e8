import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { type Handler, readBody, sendJson } from '../network/listener.ts';
import type { Orders } from './orders.ts';
import type { Receipts } from './receipts.ts';

const NewOrder = z.strictObject({ id: z.string().min(1).max(100), customer: z.string().max(100) });
/** One order in so many gets a receipt in the bucket. */
const RECEIPT_EVERY = 10;

function toJson(text: string, context: z.RefinementCtx<string>): unknown {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue('This is not JSON.');
    return z.NEVER;
  }
}

/** The API of the sample application; its health says nothing of the database, which may be fenced or read-only. */
export function backend(orders: Orders, receipts: Receipts): Handler {
  let placed = 0;
  const place = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const order = z
      .string()
      .transform(toJson)
      .pipe(NewOrder)
      .safeParse(await readBody(request));
    if (!order.success) return sendJson(response, 400, { message: z.prettifyError(order.error) });
    const { id } = order.data;
    if (!(await orders.place(order.data))) return sendJson(response, 409, { message: `There is an order ${id} already.` });
    if (placed++ % RECEIPT_EVERY === 0) await receipts.put(id);
    sendJson(response, 201, { id });
  };
  return async (request, response) => {
    const path = request.url ?? '/';
    if (path === '/health' || path === '/api/health') return void response.end('ok');
    if (!path.startsWith('/api/orders')) return sendJson(response, 404, { message: `There is nothing at ${path}.` });
    try {
      if (request.method === 'POST') await place(request, response);
      else await show(orders, path, response);
    } catch (error) {
      sendJson(response, 503, { message: error instanceof Error ? error.message : String(error) });
    }
  };
}

async function show(orders: Orders, path: string, response: ServerResponse): Promise<void> {
  const id = decodeURIComponent(path.slice('/api/orders/'.length));
  if (id === '') return sendJson(response, 200, await orders.newest());
  const order = await orders.find(id);
  if (order === null) return sendJson(response, 404, { message: `There is no order ${id}.` });
  sendJson(response, 200, order);
}
