import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { AppError, said } from '../base/index.ts';
import { maxPieces } from '../audit/index.ts';
import type { Journal, Position } from '../journal/index.ts';
import type { DeadLetter, DeadLetterSink } from './dead-letters.ts';
import type { BodyTraits } from './body-traits.ts';
import { type BodyReader, maxEncodedBytes } from './body-reader.ts';
import { keepEncoding, type Origin } from './event-encoder.ts';
import { importTag } from './import-tag.ts';
import { framesKind } from './frames.ts';
import type { ReadBody } from './read-body.ts';
import type { Receipts } from './receipts.ts';
import { deadLettersOf, maxDeadLetterBytes } from './reject.ts';

/** What was made of a body. `received` counts all its events, the rejected ones too. */
export interface Receipt {
  readonly received: number;
  readonly rejected: number;
  /** Whether what was rejected, or a part of it, found no room and is kept nowhere. */
  readonly isDropped: boolean;
  /** Of the record that holds the rest; undefined where nothing is left. */
  readonly position: Position | undefined;
  /** What the events tell of who sent them; undefined for a body that is larger than what senders send as it happens. */
  readonly traits: BodyTraits | undefined;
}

export interface ReceiverOptions {
  readonly reader: BodyReader;
  readonly journal: Pick<Journal, 'append'>;
  readonly deadLetters: DeadLetterSink;
  readonly receipts: Receipts;
  /** What is taken out of the events of a cluster, as `BodyReader` takes it; left out: nothing. */
  readonly redactionOf?: (clusterId: string) => Promise<string>;
  /** Told of the number of events that could not be read. */
  readonly onRejected: (clusterId: string, count: number) => void;
  /** Told of a body whose events were taken while what cannot be read in it, or a part of that, found no room and is lost. */
  readonly onDropped: (clusterId: string, error: AppError) => void;
}

/** The way from a body to the journal. */
export interface Receiver {
  /**
   * Takes a body and resolves after everything in it is on disk: events in the journal, what cannot be read among the
   * dead letters. Where those have no more room, they do not keep events out: what cannot be read is dropped, and `onDropped` is told.
   * Rejects with AppError: `bad-request` when there is something in the body and no event in it can be read (it is kept all the same),
   * `too-large` when there are too many, `journal-full` when there is no room in the journal, or none for a body without any event.
   * `key` names the body for `importTag`. The body is the receiver's from then on: nobody else may use it.
   */
  accept(clusterId: string, body: Uint8Array, key?: string): Promise<Receipt>;
  /** The earliest receipt of a body that is neither in the journal yet nor refused, in microseconds; undefined where there is none. */
  oldestOnItsWay(): number | undefined;
}

/** Makes the receiver. */
export function createReceiver(options: ReceiverOptions): Receiver {
  const { reader, journal, deadLetters, receipts, redactionOf, onRejected, onDropped } = options;
  /** Settles when the body that came last has its place in the journal, or has failed, and all before it. */
  let turn = Promise.resolve();
  /** Receipts of bodies on their way, in the order in which they were given. */
  const onTheirWay = new Set<number>();

  return {
    oldestOnItsWay: () => onTheirWay.values().next().value,
    async accept(clusterId, body, key = '') {
      // A large body takes its place in the order after it is read: those that come meanwhile go by.
      const redaction = redactionOf ? await redactionOf(clusterId) : '';
      const ahead = body.length > maxEncodedBytes ? checked(await reader.read(body, undefined, redaction)) : undefined;
      // In the order of the journal: whoever reads on from one receipt misses none.
      const origin = { clusterId, receivedAtMicros: receipts.next() };
      onTheirWay.add(origin.receivedAtMicros);
      try {
        return await take(origin, body, { ahead, key, redaction });
      } finally {
        onTheirWay.delete(origin.receivedAtMicros);
      }
    },
  };

  async function take(
    origin: Origin,
    body: Uint8Array,
    {
      ahead,
      key,
      redaction,
    }: { readonly ahead: ReadBody | undefined; readonly key: string; readonly redaction: string },
  ): Promise<Receipt> {
    const before = turn;
    const { promise, resolve: letNextGo } = Promise.withResolvers<void>();
    turn = promise;
    let appended: Promise<Position> | undefined;
    let read: ReadBody;
    let isDropped: boolean;
    try {
      read = ahead ?? checked(await reader.read(body, origin, redaction));
      // Before the journal: what fails here is not acknowledged, and comes again.
      isDropped = read.unreadable.length > 0 && !(await hasKeptRejects(read, origin));
      await before;
      if (read.events > 0) appended = append(origin, read, importTag.write(key, read.unreadable.length));
    } finally {
      void before.then(letNextGo);
    }
    const position = await appended;
    const [firstReject] = read.unreadable;
    const rejected = read.unreadable.length;
    if (rejected > 0) onRejected(origin.clusterId, rejected);
    if (firstReject && position === undefined)
      throw new AppError('bad-request', said`cannot read body: no event in it can be read (${firstReject.reason})`);
    return { received: read.events + rejected, rejected, isDropped, position, traits: read.traits };
  }

  async function hasKeptRejects(read: ReadBody, origin: Origin): Promise<boolean> {
    try {
      await keepRejects(deadLetters, read, origin);
      return true;
    } catch (error) {
      if (read.events === 0 || !(error instanceof AppError) || error.code !== 'journal-full') throw error;
      onDropped(origin.clusterId, error);
      return false;
    }
  }

  function append({ clusterId, receivedAtMicros }: Origin, read: ReadBody, tag: string): Promise<Position> {
    const { frames, events, encoding } = read;
    if (encoding) keepEncoding(frames, encoding);
    const record = { clusterId, receivedAtMicros, kind: framesKind, flags: 0, tag, eventCount: events };
    return journal.append({ ...record, payload: [frames] });
  }
}

function checked(read: ReadBody | undefined): ReadBody {
  if (!read) throw new AppError('too-large', said`cannot read body: it has more than ${maxPieces} events`);
  return read;
}

/** Keeps what was rejected, a few megabytes at a time: whoever waits for another answer goes between. */
async function keepRejects(deadLetters: DeadLetterSink, read: ReadBody, origin: Origin): Promise<void> {
  let some: DeadLetter[] = [];
  let size = 0;
  for (const letter of deadLettersOf(read, origin)) {
    some.push(letter);
    size += letter.bytes.length;
    if (size < maxDeadLetterBytes) continue;
    await deadLetters.add(some);
    await yieldToOthers();
    some = [];
    size = 0;
  }
  if (some.length > 0) await deadLetters.add(some);
}
