/** A repository as SQLite runs it: at once, and without a promise. What fails throws. */
export type Synchronous<T> = {
  readonly [Name in keyof T]: T[Name] extends (...values: infer Values) => Promise<infer Result>
    ? (...values: Values) => Result
    : T[Name];
};

/** The same repository for those who are not to know that it is synchronous. */
export function asynchronous<T extends object>(repository: Synchronous<T>): T {
  const methods = Object.entries<(...values: unknown[]) => unknown>(
    repository as Record<string, (...values: unknown[]) => unknown>,
  );
  return Object.fromEntries(
    methods.map(([name, method]) => [name, async (...values: unknown[]) => method(...values)]),
  ) as T;
}
