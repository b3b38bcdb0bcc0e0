/** A map of the entries that were used last; the one that was not used for longest is forgotten first. */
export interface Latest<T> {
  /** The entry of a key, made where there is none, as the one used last. */
  use(key: string, make: () => T): T;
  find(key: string): T | undefined;
  /** The one used last comes first. */
  list(): readonly T[];
}

/** Makes a map of that many entries at most. */
export function createLatest<T>(most: number): Latest<T> {
  const entries = new Map<string, T>();
  return {
    use(key, make) {
      const entry = entries.get(key) ?? make();
      entries.delete(key);
      entries.set(key, entry);
      const [oldest] = entries.keys();
      if (entries.size > most && oldest !== undefined) entries.delete(oldest);
      return entry;
    },
    find: (key) => entries.get(key),
    list: () => [...entries.values()].toReversed(),
  };
}
