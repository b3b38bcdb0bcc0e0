import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { Caller } from '../../access/index.ts';
import type { LiveSearch } from '../../analysis/index.ts';
import { AppError, createSignal } from '../../base/index.ts';
import type { Chunk } from '../../stream/index.ts';
import type { ServerContext } from '../http/context.ts';
import type { Call } from '../http/route.ts';

/** For so long at most reads on who signed out or whose token was revoked, and is a cluster not followed that was added. */
const pollMs = 1000;
/** A page has one, a terminal has one. */
const maxTailsOfCaller = 20;

/** Who follows now, whoever called at first. */
export type Identified = Pick<Call<unknown, unknown, unknown>, 'identify' | 'request'>;

/** What all tails of a server share, so that each costs the others nothing: the work of a look is done once for those who are alike. */
export interface TailHub {
  /**
   * Takes a place for a tail of a caller and gives what leaves it. Throws AppError `too-many-requests` where the caller has as many as one
   * may have.
   */
  join(context: ServerContext, caller: Caller): () => void;
  /** Counts the looks: what was found out at one holds until the next. */
  look(): number;
  /** Resolves when it is time to look again, or when the signal is aborted. */
  whenChanged(signal: AbortSignal): Promise<void>;
  /** Who calls by now; undefined where the right to is over. Asked once a look for all tails of one session or token. */
  callerOf(call: Identified): Promise<Caller | undefined>;
  /** Changes when clusters are added or go. */
  clustersNow(context: ServerContext): Promise<string>;
  /** Which events of a chunk a search finds: asked once for equal searches. */
  foundIn(chunk: Chunk, search: LiveSearch): Promise<readonly boolean[]>;
}

/** Makes the hub of a server. It does nothing while nobody follows. */
export function createTailHub(): TailHub {
  const changed = createSignal();
  const tails = new Map<string, number>();
  const callers = new Map<string, Promise<Caller | undefined>>();
  const found = new WeakMap<Chunk, Map<string, Promise<readonly boolean[]>>>();
  let size = 0;
  let look = 0;
  let clusters: Promise<string> | undefined;
  let stop: (() => void) | undefined;

  function lookAgain(): void {
    look += 1;
    callers.clear();
    clusters = undefined;
    changed.notify();
  }

  function start({ stream }: ServerContext): () => void {
    const timer = setInterval(lookAgain, pollMs).unref();
    const leave = stream.onAdvance(() => changed.notify());
    return () => {
      clearInterval(timer);
      leave();
    };
  }

  return {
    join(context, { name }) {
      const count = tails.get(name) ?? 0;
      if (count >= maxTailsOfCaller)
        throw new AppError(
          'too-many-requests',
          `cannot follow: "${name}" follows ${count} times already (tails-per-caller: ${maxTailsOfCaller})`,
        );
      tails.set(name, count + 1);
      size += 1;
      stop ??= start(context);
      return () => {
        const left = (tails.get(name) ?? 1) - 1;
        if (left > 0) tails.set(name, left);
        else tails.delete(name);
        size -= 1;
        if (size > 0) return;
        stop?.();
        stop = undefined;
      };
    },
    look: () => look,
    whenChanged: (signal) => changed.wait(signal),
    callerOf({ identify, request: { headers } }) {
      const credential = JSON.stringify([headers.authorization, headers.cookie]);
      const known = callers.get(credential) ?? identify().catch(nobodyNow);
      callers.set(credential, known);
      return known;
    },
    clustersNow({ records }) {
      clusters ??= records.clusters.list().then((all) => JSON.stringify(all.map(({ id, name }) => [id, name])));
      return clusters;
    },
    foundIn(chunk, search) {
      const ofChunk = found.get(chunk) ?? new Map<string, Promise<readonly boolean[]>>();
      found.set(chunk, ofChunk);
      const known = ofChunk.get(search.key);
      if (known) return known;
      // Many searches of one chunk are looked through one after the other, and everybody else is answered in between.
      const asked = yieldToOthers().then(() => search.find(chunk.events));
      ofChunk.set(search.key, asked);
      asked.catch(() => ofChunk.delete(search.key));
      return asked;
    },
  };
}

function nobodyNow(error: unknown): undefined {
  if (error instanceof AppError) return undefined;
  throw error;
}
