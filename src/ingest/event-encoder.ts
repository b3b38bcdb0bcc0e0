import { releaseMemory } from '../base/index.ts';
import { type BodyTraits, TraitsReader } from './body-traits.ts';
import { BlockWriter, type EventBlock, EventReader, IdentityList, type UnreadableReason } from '../audit/index.ts';

/** Where events came from. */
export interface Origin {
  readonly clusterId: string;
  readonly receivedAtMicros: number;
}

/** Events that were read. */
export interface EncodedEvents {
  readonly block: EventBlock;
  /** In the order of the block. */
  readonly identities: IdentityList;
  /** Between which times their twins are. */
  readonly fromMicros: number;
  readonly toMicros: number;
}

/** Where the twin of an event without a time of its own is looked for: it was filed under another receipt. */
const anyTime = { fromMicros: 0, toMicros: Date.UTC(2200, 0, 1) * 1000 } as const;

/** Reads events one after the other into a block, with what is asked about them before it is inserted. Begins with `reset`. */
export class EventEncoder {
  readonly #reader = new EventReader();
  readonly #identities = new IdentityList();
  readonly #writer = new BlockWriter();
  readonly #traits = new TraitsReader();
  #fromMicros = Number.POSITIVE_INFINITY;
  #toMicros = Number.NEGATIVE_INFINITY;

  get events(): number {
    return this.#identities.length;
  }

  /** Begins anew; keeps the memory. */
  reset(): void {
    this.#writer.reset();
    this.#identities.reset();
    this.#traits.reset();
    this.#fromMicros = Number.POSITIVE_INFINITY;
    this.#toMicros = Number.NEGATIVE_INFINITY;
  }

  /** Reads the event at bytes[from, to). */
  read(bytes: Uint8Array, from: number, to: number, origin: Origin): UnreadableReason | undefined {
    const reason = this.#reader.read(bytes, from, to, origin.receivedAtMicros);
    if (!reason) this.#take(origin);
    return reason;
  }

  /** As `EventReader.readNext`. */
  readNext(bytes: Uint8Array, from: number, origin: Origin): number {
    const after = this.#reader.readNext(bytes, from, origin.receivedAtMicros);
    if (after >= 0) this.#take(origin);
    return after;
  }

  #take({ clusterId }: Origin): void {
    const { row } = this.#reader;
    this.#writer.write(row, clusterId);
    this.#widen(row.hasOwnTime ? row.time : anyTime.fromMicros, row.hasOwnTime ? row.time : anyTime.toMicros);
    this.#identities.add(row);
    this.#traits.take(row);
  }

  #widen(fromMicros: number, toMicros: number): void {
    this.#fromMicros = Math.min(this.#fromMicros, fromMicros);
    this.#toMicros = Math.max(this.#toMicros, toMicros);
  }

  /** Appends events that another encoder read. */
  append({ block, identities, fromMicros, toMicros }: EncodedEvents): void {
    this.#writer.append(block);
    this.#identities.append(identities);
    this.#widen(fromMicros, toMicros);
  }

  /** Audit ids of the events, as RowBinary of UUIDs. */
  auditIds(): Uint8Array {
    return this.#writer.auditIds();
  }

  /** What the events that were read since the reset tell of who sent them. */
  traits(): BodyTraits {
    return this.#traits.finish();
  }

  finish(): EncodedEvents {
    return {
      block: this.#writer.finish(),
      identities: this.#identities.copy(),
      fromMicros: this.#fromMicros,
      toMicros: this.#toMicros,
    };
  }
}

/** Gives the memory of events back that nobody looks at any more. */
export function releaseEvents({ block, identities }: EncodedEvents): void {
  releaseMemory(block.bytes);
  identities.release();
}

/**
 * What was read of payloads as they were received, so that the indexer need not read them again. It goes with its payload: of what is read back
 * from the journal's files nothing is here.
 */
const encodings = new WeakMap<Uint8Array, EncodedEvents>();

export function keepEncoding(payload: Uint8Array, events: EncodedEvents): void {
  encodings.set(payload, events);
}

/** Gives what was kept, once. */
export function takeEncoding(payload: Uint8Array): EncodedEvents | undefined {
  const events = encodings.get(payload);
  encodings.delete(payload);
  return events;
}
