import { isExpected, Refused, Unavailable } from '../domain/errors.ts';

/** Classes and codes of SQLSTATE that end by themselves: connection, resources, shutdown, start-up, timeouts, locks. */
const PASSING = /^(08|53|57P|57014|55P03|40)/;
/**
 * SQLSTATEs by which the server says that it will not: no privilege, read-only, no such table, wrong value, wrong password, a setting that is off, a limit
 * that was passed, a disk that fails, data that is corrupt, a bug of its own. https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const FINAL = /^(42|25006|22|28|3D|55000|54|58|XX)/;
/** A certificate that is not to be believed: https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const UNTRUSTED = /^(CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|ERR_TLS_|HOSTNAME_MISMATCH)/;
const NETWORK = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND)$/;
const BROKEN_OFF = /Connection terminated|timeout expired|timeout exceeded|Query read timeout|is not queryable/;

/** A database error as one of ours, with its cause; what is neither passing nor final is handed back as the bug it is. */
export function toExpected(error: unknown): unknown {
  if (!(error instanceof Error) || isExpected(error)) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (PASSING.test(code) || NETWORK.test(code) || BROKEN_OFF.test(error.message)) {
    return new Unavailable(`The database does not answer: ${error.message}.`, { cause: error });
  }
  if (FINAL.test(code) || UNTRUSTED.test(code)) return new Refused(`The database refuses: ${error.message}.`, { cause: error });
  return error;
}
