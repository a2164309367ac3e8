import type { Reply } from './http.ts';

/** An error in the form of AWS's query protocol. */
export function queryError(status: number, code: string, message: string): Reply {
  const body = `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>front</RequestId></ErrorResponse>`;
  return { status, headers: { 'content-type': 'text/xml' }, body: Buffer.from(body) };
}

/** The same reply with another body of text. */
export const withText = (reply: Reply, text: string): Reply => ({ ...reply, body: Buffer.from(text) });

/** The text inside the first element of that name; null when there is none. */
export function elementIn(xml: string, name: string): string | null {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? null;
}
