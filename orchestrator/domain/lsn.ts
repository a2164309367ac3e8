/** A PostgreSQL log position such as `16/B374D848` as a number of bytes. */
export function lsnToBytes(lsn: string): bigint {
  const [, high, low] = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/i.exec(lsn) ?? [];
  if (high === undefined || low === undefined) throw new RangeError(`"${lsn}" is no log position such as 16/B374D848.`);
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`);
}

/** Bytes from `behind` to `ahead`; never below zero. */
export function bytesBetween(behind: string, ahead: string): number {
  const difference = lsnToBytes(ahead) - lsnToBytes(behind);
  return difference > 0n ? Number(difference) : 0;
}
