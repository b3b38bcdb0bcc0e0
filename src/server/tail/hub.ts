import type { Caller } from '../../access/index.ts';
import { findLive, type LiveSearch } from '../../analysis/index.ts';
import { AppError, createSignal, said } from '../../base/index.ts';
import type { Chunk } from '../../stream/index.ts';
import type { ServerContext } from '../http/context.ts';
import type { Call } from '../http/route.ts';

/** For so long at most reads on who signed out, whose token was revoked or whose limits were changed. */
const pollMs = 1000;
/** A page has one, a terminal has one. */
const maxTailsOfCaller = 20;

/** Who follows now, whoever called at first. */
export type Identified = Pick<Call<unknown, unknown, unknown>, 'identify' | 'request'>;

/** What all tails of a server share, so that each costs the others nothing: the work of a look is done once for those who are alike. */
export interface TailHub {
  /** Takes a place for a tail of a caller. Throws AppError `too-many-requests` where the caller has as many as one may have. */
  join(context: ServerContext, caller: Caller): Place;
  /** Counts the looks: what was found out at one holds until the next, or until a cluster is added, moved or gone. */
  look(context: ServerContext): Promise<number>;
  /** Resolves when it is time to look again, or when the signal is aborted. */
  whenChanged(signal: AbortSignal): Promise<void>;
  /** Who calls by now; undefined where the right to is over. Asked once a look for all tails of one session or token. */
  callerOf(call: Identified): Promise<Caller | undefined>;
  /** Changes when clusters are added or go. */
  clustersNow(context: ServerContext): Promise<string>;
  /** Which events of a chunk a search finds: looked for once for equal searches, and with those of all other places. */
  foundIn(chunk: Chunk, search: LiveSearch): Promise<readonly boolean[]>;
}

/** The place of a tail. */
export interface Place {
  /** What is searched from now on. */
  search(search: LiveSearch): void;
  /** Calling it again does nothing. */
  leave(): void;
}

/** Makes the hub of a server. It does nothing while nobody follows. */
export function createTailHub(): TailHub {
  const changed = createSignal();
  const tails = countTails();
  const places = new Map<Place, LiveSearch | undefined>();
  const callers = new Map<string, Promise<Caller | undefined>>();
  const found = new WeakMap<Chunk, Promise<Map<string, readonly boolean[]>>>();
  let look = 0;
  /** Of the clusters, at the last look. */
  let revision = 0;
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

  /** The different ones. */
  function searchesNow(): readonly LiveSearch[] {
    const searches = [...places.values()].flatMap((search) => (search ? [[search.key, search] as const] : []));
    return [...new Map(searches).values()];
  }

  return {
    join(context, { name }) {
      tails.begin(name);
      stop ??= start(context);
      const place: Place = {
        search: (search) => {
          if (places.has(place)) places.set(place, search);
        },
        leave() {
          if (!places.delete(place)) return;
          tails.end(name);
          if (places.size > 0) return;
          stop?.();
          stop = undefined;
        },
      };
      places.set(place, undefined);
      return place;
    },
    async look({ records }) {
      const now = await records.clusters.revision();
      if (now !== revision) {
        revision = now;
        lookAgain();
      }
      return look;
    },
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
    async foundIn(chunk, search) {
      let looking = found.get(chunk);
      if (!looking) {
        looking = findLive(chunk.events, searchesNow());
        found.set(chunk, looking);
      }
      const all = await looking;
      const flags = all.get(search.key) ?? (await findLive(chunk.events, [search])).get(search.key) ?? [];
      all.set(search.key, flags);
      return flags;
    },
  };
}

/** Counts the tails of each caller. `begin` throws AppError `too-many-requests`. */
function countTails(): { begin(name: string): void; end(name: string): void } {
  const tails = new Map<string, number>();
  return {
    begin(name) {
      const count = tails.get(name) ?? 0;
      if (count >= maxTailsOfCaller)
        throw new AppError(
          'too-many-requests',
          said`cannot follow: "${name}" follows ${count} times already (tails-per-caller: ${maxTailsOfCaller})`,
        );
      tails.set(name, count + 1);
    },
    end(name) {
      const left = (tails.get(name) ?? 1) - 1;
      if (left > 0) tails.set(name, left);
      else tails.delete(name);
    },
  };
}

function nobodyNow(error: unknown): undefined {
  if (error instanceof AppError) return undefined;
  throw error;
}
