/** A record without one of its members. */
export function without<T extends object, K extends keyof T>(record: T, name: K): Omit<T, K> {
  const { [name]: _, ...rest } = record;
  return rest;
}
