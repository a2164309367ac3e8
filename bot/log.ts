/** One line of the platform's log: a sentence, and fields to search by. Secrets have been taken out before. */
export interface LogLine {
  readonly level: 'warn' | 'error';
  readonly message: string;
  readonly [field: string]: unknown;
}

/** Where log lines go. */
export type Log = (line: LogLine) => void;

/** Writes each line as JSON to standard error. */
export const logToStderr: Log = (line) => {
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), ...line })}\n`);
};

const SECRETS = [
  /xox[a-z]-[\w-]+/g,
  /xapp-[\w-]+/g,
  /https:\/\/hooks\.slack\.com\/\S+/g,
  /"(?:token|trigger_id|response_url)":"[^"]*"/g,
];

/** `text` without Slack tokens, response addresses and trigger ids. */
export function withoutSecrets(text: string): string {
  return SECRETS.reduce((kept, secret) => kept.replaceAll(secret, '[secret]'), text);
}
