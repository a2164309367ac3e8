/** Keeps anybody from changing a value of plain data, all the way down, which is cheaper than a copy for each reader. */
export function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) for (const part of Object.values(Object.freeze(value))) frozen(part);
  return value;
}
