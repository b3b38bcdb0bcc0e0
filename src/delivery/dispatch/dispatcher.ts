import { createSignal } from '../../base/index.ts';
import type { Records } from '../../records/index.ts';
import type { KeptChannels } from '../kept-channels.ts';
import { type Lane, type LaneNeeds, startLane } from './lane.ts';
import type { ChannelFailure } from './pace.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** How long what ended is shown, and how much of it. */
const kept = { outboxMs: 30 * dayMs, outboxCount: 100_000, inboxMs: 90 * dayMs, inboxCount: 50_000 } as const;

export interface DispatcherNeeds extends Omit<LaneNeeds, 'signal' | 'stopping' | 'channels'> {
  readonly records: Pick<Records, 'outbox' | 'inbox' | 'transaction'>;
  readonly channels: Pick<KeptChannels, 'open' | 'toRemind'>;
}

/** Sends what the outbox holds: each channel by itself, so that one which hangs holds up no other. */
export interface Dispatcher {
  /** Something was put into the outbox, or a channel was changed. */
  wake(): void;
  /** Channels of whose last tries none went well, by name. */
  failures(): ReadonlyMap<string, ChannelFailure>;
  /** Resolves when nothing is sent any more: the calls under way are waited for. */
  close(): Promise<void>;
}

/** Starts with what was left by the last run: what was on its way then is sent again, under its key. */
export function startDispatcher(needs: DispatcherNeeds): Dispatcher {
  const { records, channels, clock, logger } = needs;
  const signal = createSignal();
  const stop = new AbortController();
  const stopping = stop.signal;
  const lanes = new Map<string, Lane>();

  async function run(): Promise<void> {
    let isResumed = false;
    while (!stopping.aborted) {
      const woken = signal.wait(stopping);
      try {
        if (!isResumed) await records.outbox.resume();
        isResumed = true;
        await startLanes();
      } catch (error) {
        logger.error({ err: error }, 'cannot look for what is to be sent');
        await clock.sleep(1000, stopping);
        continue;
      }
      await woken;
    }
  }

  async function startLanes(): Promise<void> {
    const wanted = [...(await records.outbox.depths()).keys(), ...(await channels.toRemind())];
    for (const channel of wanted)
      if (!lanes.has(channel) && !stopping.aborted)
        lanes.set(channel, await startLane(channel, { ...needs, signal, stopping }));
  }

  async function forgetOld(): Promise<void> {
    while (!stopping.aborted) {
      const now = clock.now();
      try {
        await records.outbox.forget({ endedBefore: now - kept.outboxMs, count: kept.outboxCount });
        await records.inbox.forget({ before: now - kept.inboxMs, count: kept.inboxCount });
      } catch (error) {
        logger.error({ err: error }, 'cannot forget old messages');
      }
      await clock.sleep(hourMs, stopping);
    }
  }

  const running = [run(), forgetOld()];
  return {
    wake: () => signal.notify(),
    failures: () =>
      new Map(
        [...lanes].flatMap(([channel, lane]) => {
          const failure = lane.failure();
          return failure === undefined ? [] : [[channel, failure] as const];
        }),
      ),
    close: async () => {
      stop.abort();
      await Promise.all(running);
      await Promise.all([...lanes.values()].map(({ ended }) => ended));
    },
  };
}
