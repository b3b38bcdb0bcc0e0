import { type Lane, startLane } from './lane.ts';
import type { ForwardFailure } from './standing.ts';
import type { LaneNeeds } from './needs.ts';

/** The lanes of all destinations, by name. */
export interface Lanes {
  /** Begins to send to a destination; one that is sent to already begins anew, since it was changed. */
  begin(name: string): void;
  find(name: string): Lane | undefined;
  /** Resolves when nothing is sent any more to a destination that was deleted. */
  end(name: string): Promise<void>;
  /** There is something new. */
  advanced(): void;
  /** Destinations that take nothing at the moment, by name. */
  failures(): ReadonlyMap<string, ForwardFailure>;
  /** Resolves when all have stopped, after `stopping`. */
  readonly ended: () => Promise<void>;
}

interface Running {
  readonly lane: Lane;
  /** Aborted when its destination is deleted. */
  readonly over: AbortController;
}

export function createLanes(needs: Omit<LaneNeeds, 'waitingBytes'>): Lanes {
  const lanes = new Map<string, Running>();
  const waitingBytes = (): number => lanes.values().reduce((sum, { lane }) => sum + lane.waitingBytes(), 0);

  function start(name: string): void {
    const over = new AbortController();
    const stopping = AbortSignal.any([needs.stopping, over.signal]);
    const lane = startLane(name, { ...needs, stopping, waitingBytes });
    lanes.set(name, { lane, over });
    void lane.ended.then(() => lanes.delete(name));
  }

  function begin(name: string): void {
    if (needs.stopping.aborted) return;
    const running = lanes.get(name);
    if (!running) start(name);
    // Deleted, and made again before it had come to its end.
    else if (running.over.signal.aborted) void running.lane.ended.then(() => begin(name));
    else running.lane.restart();
  }

  return {
    begin,
    find: (name) => lanes.get(name)?.lane,
    async end(name) {
      const running = lanes.get(name);
      running?.over.abort(new Error('the destination was deleted'));
      await running?.lane.ended;
    },
    advanced() {
      for (const { lane } of lanes.values()) lane.advanced();
      needs.signal.notify();
    },
    failures: () =>
      new Map(
        [...lanes].flatMap(([name, { lane }]) => {
          const failure = lane.failure();
          return failure === undefined ? [] : [[name, failure] as const];
        }),
      ),
    ended: async () => {
      await Promise.all([...lanes.values()].map(({ lane }) => lane.ended));
    },
  };
}
