/** Writes one line of JSON to the function's log: a sentence, and fields to search by such as `run` and `step`. */
export function logLine(message: string, fields: Readonly<Record<string, unknown>> = {}): void {
  process.stdout.write(`${JSON.stringify({ at: new Date().toISOString(), message, ...fields })}\n`);
}
