import type { Chunk, Follower } from '../../stream/index.ts';

/**
 * A follower that reads what comes next while whoever follows is busy with the chunk before. It holds two chunks at most, and gives the one
 * that was not moved past yet to whoever asks again: the store is asked once for each.
 */
export function readAhead(follower: Follower): Follower {
  let here: Chunk | undefined;
  let next: Promise<Chunk | undefined> | undefined;

  /** What comes next. What failed ahead is asked for again, and tells then; where there was nothing, there may be something by now. */
  async function take(): Promise<Chunk | undefined> {
    const ahead = await next?.catch(() => undefined);
    next = undefined;
    return ahead ?? follower.read();
  }

  return {
    async read() {
      if (here) return here;
      here = await take();
      if (!here) return undefined;
      follower.move(here);
      next = follower.read();
      // Whoever takes it looks at it.
      next.catch(() => undefined);
      return here;
    },
    move: () => {
      here = undefined;
    },
    takeSkipped: () => follower.takeSkipped(),
  };
}
