/** What can be bound to a statement. Integers beyond ±(2^53−1) go as text with a numeric type. */
export type ParameterValue = string | number | boolean | readonly string[] | readonly number[];

/**
 * The bound parameters of one statement. Every piece of a user's text reaches the engine through `bind`, never as SQL.
 * One instance a compiled statement; search and SQL of the same statement share it.
 */
export interface Parameters {
  /** Binds a value and returns its placeholder, such as `{p0:String}`. Equal values of one type share a placeholder. */
  bind(value: ParameterValue, type: string): string;
  /** All values bound so far, by name, as `query_params` of the client. */
  readonly values: Readonly<Record<string, ParameterValue>>;
}

/** Starts an empty set of parameters. */
export function createParameters(): Parameters {
  const values: Record<string, ParameterValue> = {};
  const names = new Map<string, string>();
  return {
    values,
    bind(value, type) {
      const key = `${type}\u0000${JSON.stringify(value)}`;
      let name = names.get(key);
      if (name === undefined) {
        name = `p${names.size}`;
        names.set(key, name);
        values[name] = value;
      }
      return `{${name}:${type}}`;
    },
  };
}
