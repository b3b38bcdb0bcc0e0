import type { z } from 'zod';
import { isLimited, type Caller } from '../../access/index.ts';
import type { Asked, LiveSearch } from '../../analysis/index.ts';
import { AppError } from '../../base/index.ts';
import type { Follower } from '../../stream/index.ts';
import type { ServerContext } from '../http/context.ts';
import { accepted } from '../http/errors.ts';
import type { Call } from '../http/route.ts';
import type { TailStatus } from '../schemas/index.ts';
import type { Identified, Place, TailHub } from './hub.ts';

/** What is sent at once, and all that is held for a listener who does not read. */
const pieceLength = 64 << 10;
/** A tail with nothing to tell says that it is there. */
const statusMs = 5000;

/** What a tail was asked for, and by whom at first. */
export interface TailRequest extends Identified, Pick<Call<unknown, unknown, unknown>, 'signal' | 'ending'> {
  readonly context: ServerContext;
  readonly query: string;
  readonly clusters: readonly string[] | undefined;
}

/** Who follows by now, and what they search within what they may see by now. */
interface View {
  readonly caller: Caller;
  readonly search: LiveSearch;
}

/**
 * Gives new events as server-sent events, and a status at least every few seconds. Ends with the caller's connection, with the server,
 * and with the right to see. A listener who does not read holds one piece; when it reads again, later than events are kept, the status
 * says that some were skipped.
 */
export async function* listen(
  hub: TailHub,
  place: Place,
  request: TailRequest,
  follower: Follower,
): AsyncGenerator<string> {
  const { context, signal, ending } = request;
  const over = AbortSignal.any([signal, ending]);
  const look = createViewer(hub, place, request);
  const reader = createReader(hub, follower);
  let toldAt = Number.NEGATIVE_INFINITY;
  while (!over.aborted) {
    const changed = hub.whenChanged(over);
    let view = await look();
    let isNews = false;
    while (view && !over.aborted) {
      const piece = await reader.next(view.search);
      if (piece === undefined) break;
      if (piece !== '') {
        isNews = true;
        yield piece;
      } else if (context.clock.now() - toldAt >= statusMs) {
        // A search that finds nothing in all that comes in is not to look like a dead one.
        toldAt = context.clock.now();
        yield statusText(context, view.caller, follower.takeSkipped());
      }
      // Time may have passed: it is the reader who sets the pace.
      view = await look();
    }
    if (!view) return;
    const skipped = follower.takeSkipped();
    if (isNews || skipped || context.clock.now() - toldAt >= statusMs) {
      toldAt = context.clock.now();
      yield statusText(context, view.caller, skipped);
    }
    await changed;
  }
}

function statusText({ clock, journal }: ServerContext, caller: Caller, skipped: boolean): string {
  const status: z.input<typeof TailStatus> = {
    at: new Date(clock.now()).toISOString(),
    // It counts events of all clusters and namespaces.
    pending: isLimited(caller) ? null : journal.pending().events,
    skipped,
  };
  return `event: status\ndata: ${JSON.stringify(status)}\n\n`;
}

/** Finds out who follows and what they may see, once a look; undefined where they may not any more. */
function createViewer(
  hub: TailHub,
  place: Place,
  { context, query, clusters, ...call }: TailRequest,
): () => Promise<View | undefined> {
  let at = Number.NaN;
  let basis = '';
  let view: View | undefined;
  return async () => {
    const now = await hub.look(context);
    if (at === now) return view;
    at = now;
    const caller = await hub.callerOf(call);
    if (!caller) return (view = undefined);
    const basisNow = JSON.stringify([caller.scope, await hub.clustersNow(context)]);
    if (view && basis === basisNow) return (view = { ...view, caller });
    basis = basisNow;
    view = await viewOf(context, { caller, question: { query, clusters }, signal: call.signal });
    if (view) place.search(view.search);
    return view;
  };
}

async function viewOf(
  { analysis }: ServerContext,
  asked: Asked<Pick<TailRequest, 'query' | 'clusters'>>,
): Promise<View | undefined> {
  try {
    return { caller: asked.caller, search: accepted(await analysis.live(asked)).value };
  } catch (error) {
    // A cluster that was named is gone, or is no longer theirs; or nobody listens any more.
    if (error instanceof AppError || asked.signal.aborted) return undefined;
    throw error;
  }
}

/** Reads on a piece at a time. Between pieces it holds its place alone. */
function createReader(hub: TailHub, follower: Follower) {
  /** Events of the chunk at the follower's place that were looked at. */
  let place: { readonly end: object; readonly looked: number } | undefined;

  /** A piece of the chunk at the follower's place, which may be nothing; undefined where there is no chunk yet. */
  async function nextOfChunk(search: LiveSearch): Promise<string | undefined> {
    const chunk = await follower.read();
    if (!chunk) return undefined;
    let looked = place?.end === chunk.end ? place.looked : 0;
    const found = await hub.foundIn(chunk, search);
    let text = '';
    for (; looked < chunk.events.length && text.length < pieceLength; looked += 1) {
      const event = chunk.events[looked];
      if (event && found[looked]) text += `event: audit\ndata: ${search.show(event)}\n\n`;
    }
    if (looked < chunk.events.length) place = { end: chunk.end, looked };
    else {
      place = undefined;
      follower.move(chunk);
    }
    return text;
  }

  return {
    /** The next events that are found, as text, empty where a chunk holds none of them; undefined when there is nothing new. */
    async next(search: LiveSearch): Promise<string | undefined> {
      try {
        return await nextOfChunk(search);
      } catch (error) {
        // An engine that is away has nothing new.
        if (error instanceof AppError && error.code === 'engine-unavailable') return undefined;
        throw error;
      }
    },
  };
}
