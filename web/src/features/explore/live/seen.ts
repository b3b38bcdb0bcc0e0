/** So many are remembered; a stream repeats nothing that is older. */
const remembered = 4000;

/** Tells what comes for the first time from what was there already: the newest events and the stream of new ones overlap. */
export function createSeen(): { isNew(key: string): boolean } {
  const keys = new Set<string>();
  return {
    isNew(key) {
      if (keys.has(key)) return false;
      keys.add(key);
      const [oldest] = keys;
      if (keys.size > remembered && oldest !== undefined) keys.delete(oldest);
      return true;
    },
  };
}
