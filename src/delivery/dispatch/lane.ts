import { type Signal, textOf, type Text } from '../../base/index.ts';
import type { Logger } from '../../platform/index.ts';
import type { OutboxChange, OutboxEntry, Records } from '../../records/index.ts';
import type { Outcome } from '../channel.ts';
import type { KeptChannels, OpenChannel } from '../kept-channels.ts';
import { readMessage } from '../message.ts';
import type { WaysOut } from '../one-call.ts';
import { attempt } from './attempt.ts';
import { changeAfter } from './change.ts';
import { createInsist } from './insist.ts';
import { mergeExcess } from './merge.ts';
import { type ChannelFailure, createPace } from './pace.ts';
import { createReminder } from './reminder.ts';

export interface LaneNeeds extends WaysOut {
  readonly records: Pick<Records, 'outbox' | 'transaction'>;
  readonly channels: Pick<KeptChannels, 'open'>;
  readonly logger: Logger;
  readonly random: () => number;
  /** Notified when there may be something to send. */
  readonly signal: Signal;
  readonly stopping: AbortSignal;
  readonly onOutcome: (channel: string, outcome: Outcome['kind'] | 'merged', count: number) => void;
  /** Whether the server does what it is there for. */
  readonly isWorking: () => boolean;
  /** Where all messages are found, in the page. */
  readonly inboxUrl: () => string | undefined;
}

/** What is sent to one channel: one call at a time, in order, at its pace. */
export interface Lane {
  /** Resolves when it has stopped, which waits for the call under way. */
  readonly ended: Promise<void>;
  failure(): ChannelFailure | undefined;
}

/** Begins to send what is due for a channel, until `stopping`. */
export async function startLane(channel: string, needs: LaneNeeds): Promise<Lane> {
  const { clock, stopping, records, random, onOutcome } = needs;
  const { outbox } = records;
  const pace = createPace(await outbox.triesSince(channel, clock.now() - 60_000), random);
  const reminder = createReminder(channel, needs);
  const insist = createInsist(channel, needs);
  /** Bytes that there are for entries which were too large. */
  const rooms = new Map<number, number>();
  let savedAt: number | undefined;

  async function run(): Promise<void> {
    while (!stopping.aborted) await insist(step);
  }

  /** Sends what comes next, or waits until there may be something. */
  async function step(): Promise<void> {
    const over = new AbortController();
    const woken = needs.signal.wait(AbortSignal.any([stopping, over.signal]));
    try {
      await outbox.followClock(channel);
      const opened = await needs.channels.open(channel);
      if (!opened.ok) return await giveUpNext(opened.reason, woken);
      const open = opened.value;
      await startAnew(open);
      const merged = await mergeExcess({ records, now: () => clock.now(), url: needs.inboxUrl }, channel, open);
      if (merged > 0) onOutcome(channel, 'merged', merged);
      if (reminder.waitMs(open, clock.now()) <= 0) await remind(open);
      const entry = await outbox.next(channel);
      const now = clock.now();
      const wait = entry ? Math.max(entry.dueAt - now, pace.waitMs(now, open.limits)) : Infinity;
      if (entry && wait <= 0) return await send(entry, open);
      const rest = Math.min(wait, reminder.waitMs(open, now));
      await (rest === Infinity ? woken : Promise.race([woken, clock.sleep(rest, over.signal)]));
    } finally {
      over.abort();
    }
  }

  /** Whoever has changed a channel wants to see at once whether it is right now. */
  async function startAnew(open: OpenChannel): Promise<void> {
    if (savedAt !== undefined && savedAt !== open.savedAt) {
      pace.restart();
      await outbox.hurry(channel);
    }
    savedAt = open.savedAt;
  }

  async function remind(open: OpenChannel): Promise<void> {
    const outcome = await reminder.remind(open);
    pace.end(outcome, clock.now());
    onOutcome(channel, outcome.kind, 1);
  }

  async function giveUpNext(reason: Text, woken: Promise<void>): Promise<void> {
    const entry = await outbox.next(channel);
    if (!entry) return woken;
    await outbox.begin(entry.id);
    await finish(entry.id, clock.now(), { kind: 'failed', answer: textOf(reason) }, { state: 'dead' });
  }

  async function send(entry: OutboxEntry, open: OpenChannel): Promise<void> {
    await outbox.begin(entry.id);
    const at = clock.now();
    pace.begin(at);
    const message = readMessage(entry.message);
    const bytes = rooms.get(entry.id) ?? open.limits.bytes;
    const outcome = await attempt(needs, open, { message, key: entry.key, bytes });
    const now = clock.now();
    pace.end(outcome, now);
    const tried = { attempts: entry.attempts + 1, expiresAt: entry.expiresAt };
    const change = changeAfter({ entry: tried, message, outcome, bytes, now, random });
    if (outcome.kind === 'too-large' && change.state === 'ready') rooms.set(entry.id, Math.floor(bytes / 2));
    else rooms.delete(entry.id);
    await finish(entry.id, at, outcome, change);
  }

  /** What was sent is noted, however long that takes: meanwhile nothing else is sent, or this again. */
  async function finish(id: number, at: number, outcome: Outcome, change: OutboxChange): Promise<void> {
    const { kind, status, answer } = outcome;
    onOutcome(channel, kind, 1);
    const one = { at, duration: Math.max(0, clock.now() - at), outcome: kind, status, answer };
    await insist(() => outbox.finish(id, one, change));
  }

  return { ended: run(), failure: () => pace.failure() };
}
