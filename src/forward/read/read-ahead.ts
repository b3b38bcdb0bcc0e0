import type { Chunk, Follower } from '../../stream/index.ts';

/**
 * A follower that reads what comes next while whoever follows is busy with what was before. It holds a chunk at most that was not moved past,
 * and whoever asks for it again gets that: the store is asked once for each.
 */
export function readAhead(follower: Follower): Follower {
  /** What stands at the follower's place; undefined until it is asked for. */
  let here: Promise<Chunk | undefined> | undefined;

  function begin(): Promise<Chunk | undefined> {
    const reading = follower.read();
    // What fails ahead is asked for again, and tells then.
    reading.catch(() => undefined);
    here = reading;
    return reading;
  }

  return {
    async read() {
      const chunk = await here?.catch(() => undefined);
      // By now there may be something.
      return chunk ?? begin();
    },
    move(chunk) {
      follower.move(chunk);
      void begin();
    },
    takeSkipped: () => follower.takeSkipped(),
  };
}
