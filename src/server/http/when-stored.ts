import { AppError, said } from '../../base/index.ts';
import type { Clock } from '../../platform/index.ts';

/** An engine that died is back by then, and clients that wait five minutes for an answer, as undici does, have not given up. */
const patienceMs = 240_000;

/**
 * Waits for what happens when events are stored. Throws AppError `engine-unavailable` where it takes too long: the events are
 * kept all the same.
 */
export async function whenStored<T>(clock: Clock, stored: Promise<T>): Promise<T> {
  const settled = new AbortController();
  const late = clock.sleep(patienceMs, settled.signal).then((): never => {
    throw new AppError(
      'engine-unavailable',
      said`the events are kept and cannot be queried yet: the engine is away or busy`,
    );
  });
  try {
    return await Promise.race([stored, late]);
  } finally {
    settled.abort();
  }
}
