import { type ColumnName, columns } from './columns.ts';

/** Index of each column in the column table. */
export const columnIndex: Readonly<Record<ColumnName, number>> = Object.fromEntries(
  columns.map((column, index) => [column.name, index]),
) as Record<ColumnName, number>;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** How the event was written, so that it can be written so again. 0: not at all; its bytes are in `raw`. */
export const layouts = {
  raw: 0,
  /** A line of a log, audit.k8s.io/v1. */
  v1: 1,
  /** An item of a webhook's EventList, without kind and apiVersion. */
  v1Item: 2,
  v1beta1: 3,
  v1beta1Item: 4,
} as const;

/**
 * One event as columns. It is reused from event to event: text columns are slices of the received bytes, or of a scratch
 * buffer where they had to be decoded, and are valid until the next `clear`.
 */
export class EventRow {
  private source: Uint8Array = new Uint8Array(0);
  private sourceView = new DataView(this.source.buffer);
  private scratch = new Uint8Array(4096);
  private scratchView = new DataView(this.scratch.buffer);
  private scratchLength = 0;
  private readonly from = new Int32Array(columns.length);
  private readonly to = new Int32Array(columns.length);
  private readonly isScratch = new Uint8Array(columns.length);
  /** Microseconds since 1970; NaN where absent. */
  time = Number.NaN;
  requestReceivedAt = Number.NaN;
  receivedAt = 0;
  /** NaN: no responseStatus. 0: a responseStatus without code. */
  responseCode = Number.NaN;
  layout = 0;
  private requestReceivedAtOffset = -1;
  private timeOffset = -1;
  /** Whether the webhook cut the bodies away (annotation `audit.k8s.io/truncated`). */
  isTruncated = false;

  /** Whether the stage time is the event's own. One without, or with a time that nobody's clock shows, is filed under its receipt. */
  get hasOwnTime(): boolean {
    return this.time !== this.receivedAt;
  }

  /** Begins with another event, whose bytes are slices of `source`. */
  clear(source: Uint8Array): void {
    if (this.source !== source) {
      this.source = source;
      this.sourceView = new DataView(source.buffer, source.byteOffset, source.byteLength);
    }
    this.scratchLength = 0;
    this.from.fill(0);
    this.to.fill(0);
    this.isScratch.fill(0);
    this.time = Number.NaN;
    this.requestReceivedAt = Number.NaN;
    this.responseCode = Number.NaN;
    this.layout = layouts.raw;
    this.isTruncated = false;
    this.timeOffset = -1;
    this.requestReceivedAtOffset = -1;
  }

  /** Notes where in the source a time stands in its usual form. */
  setTimeAt(name: 'time' | 'requestReceivedAt', offset: number): void {
    if (name === 'time') this.timeOffset = offset;
    else this.requestReceivedAtOffset = offset;
  }

  /** Where in the source a time stands in its usual form; -1 where it does not. */
  timeAt(name: 'time' | 'requestReceivedAt'): number {
    return name === 'time' ? this.timeOffset : this.requestReceivedAtOffset;
  }

  /** Sets a text column to a slice of the source. */
  setSlice(column: number, from: number, to: number): void {
    this.from[column] = from;
    this.to[column] = to;
    this.isScratch[column] = 0;
  }

  /** Sets a text column to a text of its own. */
  setText(column: number, text: string): void {
    const room = this.reserve(text.length * 3);
    const { written } = encoder.encodeInto(text, this.scratch.subarray(room));
    this.from[column] = room;
    this.to[column] = room + written;
    this.isScratch[column] = 1;
    this.scratchLength = room + written;
  }

  /** Makes room in the scratch buffer and returns where it begins; `setScratch` then says what was used. */
  reserve(size: number): number {
    if (this.scratchLength + size > this.scratch.length) {
      const grown = new Uint8Array((this.scratchLength + size) * 2);
      grown.set(this.scratch.subarray(0, this.scratchLength));
      this.scratch = grown;
      this.scratchView = new DataView(grown.buffer);
    }
    return this.scratchLength;
  }

  /** The scratch buffer, for writing after `reserve`. */
  get scratchBytes(): Uint8Array {
    return this.scratch;
  }

  /** Sets a text column to what was written into the scratch buffer. */
  setScratch(column: number, from: number, to: number): void {
    this.from[column] = from;
    this.to[column] = to;
    this.isScratch[column] = 1;
    this.scratchLength = to;
  }

  /** The buffer in which a text column's bytes stand, from `start` to `stop`. */
  bytesOf(column: number): Uint8Array {
    return this.isScratch[column] === 1 ? this.scratch : this.source;
  }

  /** A view of the source. */
  get view(): DataView {
    return this.sourceView;
  }

  /** A view of the buffer of a text column. */
  viewOf(column: number): DataView {
    return this.isScratch[column] === 1 ? this.scratchView : this.sourceView;
  }

  start(column: number): number {
    return this.from[column] as number;
  }

  stop(column: number): number {
    return this.to[column] as number;
  }

  /** Whether a text column holds anything; the empty text is "absent". */
  has(column: number): boolean {
    return (this.to[column] as number) > (this.from[column] as number);
  }

  /** Sets a text column by its name. */
  put(name: ColumnName, text: string): void {
    this.setText(columnIndex[name], text);
  }

  /** Whether a text column is this text in ASCII; unlike `text`, it makes none. */
  equals(name: ColumnName, text: string): boolean {
    const column = columnIndex[name];
    const from = this.start(column);
    if (this.stop(column) - from !== text.length) return false;
    const bytes = this.bytesOf(column);
    for (let index = 0; index < text.length; index += 1)
      if (bytes[from + index] !== text.charCodeAt(index)) return false;
    return true;
  }

  /** A text column as text. */
  text(name: ColumnName): string {
    const column = columnIndex[name];
    return decoder.decode(this.bytesOf(column).subarray(this.start(column), this.stop(column)));
  }
}
