import { concat } from './concat.ts';
import { ByteQueue, isBlank, itemsOf, unreachable } from '../base/index.ts';
import { extentOf, listIn, memberExtent } from './document.ts';
import { type Format, Sample, sampleBytes, type Tools } from './format.ts';
import { OpenValue } from './open-value.ts';
import { isPlainEvent } from './plain-event.ts';
import { type Lines, type OtherLog, type Place, Unwrapper } from './unwrapper.ts';

/** A stretch of a log as it is sent. Together, in their order, pieces are a body that holds the log's events. */
export interface LogPiece {
  /** Whole lines; JSON values are whole as well, unless `isOpen`. Empty where a stretch has nothing to send. */
  readonly bytes: Uint8Array;
  /** The line of the log on which it begins, from 1. */
  readonly line: number;
  /** Bytes of the log before which everything is in this piece and those before it: reading may go on there. */
  readonly end: number;
  /** What the wrapper is called in which it stood; undefined where it came in none. */
  readonly within: string | undefined;
  /** Whether the next piece goes on in the same line or JSON value: a body ought not to end here. */
  readonly isOpen: boolean;
}

export interface LogReaderOptions {
  readonly formats: readonly Format[];
  /** What the log is, whatever it looks like. */
  readonly forced?: Format | undefined;
  readonly tools: Tools;
  /**
   * Bytes of the largest line or JSON document that is looked at as a whole, and of all parts of lines that are held. What is larger goes on
   * as it is; a document with a list is then taken item by item.
   */
  readonly maxRecordBytes: number;
}

/** The document whose items are taken one by one. */
interface OpenDocument {
  /** What stands before its items. */
  readonly head: Uint8Array;
  /** Whether all of its items were taken. */
  readonly isBehindItems: boolean;
  /** Bytes of the log before it. */
  readonly from: number;
}

/**
 * Reads a log as its bytes come: takes wrappers off line by line, document by document, and leaves everything else as it is, damage
 * included. What it gives does not depend on how the bytes are parted. It holds one line or document, and the parts of lines.
 */
export class LogReader {
  readonly #options: LogReaderOptions;
  readonly #unwrapper: Unwrapper;
  readonly #queue = new ByteQueue();
  /** Bytes of the log before the queue. */
  #offset = 0;
  /** In the queue: where reading is, and from where on the bytes are left as they are and not given yet. */
  #at = 0;
  #rawFrom = 0;
  #rawLine = 1;
  /** The line of the log at an offset in the queue. */
  #line = { at: 0, number: 1 };
  /** The queue takes in no more before it is looked at again, so that what is decided does not depend on how the bytes come. */
  #next: number;
  /** Whether a long value is waited for: to look for its end before `#next` would be work without end. */
  #waitsForValue = false;
  #document: OpenDocument | undefined;
  /** The value, or the line, in the middle of which reading is, and which is left as it is. */
  #open: OpenValue | 'line' | undefined;
  /** Whether a value was taken, and what parts it from the next is to come. */
  #isBehindValue = false;
  #isAll = false;
  #end = 0;
  #pieces: LogPiece[] = [];

  constructor(options: LogReaderOptions) {
    const { formats, forced, tools, maxRecordBytes } = options;
    this.#options = options;
    this.#next = Math.min(sampleBytes, maxRecordBytes);
    this.#unwrapper = new Unwrapper({ formats, forced, tools, maxHeldBytes: maxRecordBytes });
  }

  /** Other logs that were found in wrappers and passed over. */
  get otherLogs(): readonly OtherLog[] {
    return this.#unwrapper.otherLogs;
  }

  /** Whether all that is held are parts of lines, whose ends may stand in another file of the log. */
  get holdsParts(): boolean {
    const isBetween = this.#queue.length === 0 && this.#open === undefined && this.#document === undefined;
    return isBetween && Number.isFinite(this.#unwrapper.heldFrom);
  }

  /** Takes the next bytes of the log; gives what is whole by now. */
  push(bytes: Uint8Array): readonly LogPiece[] {
    this.#pieces = [];
    for (let at = 0; at < bytes.length;) {
      const part = bytes.subarray(at, at + Math.max(1, this.#next - this.#queue.length));
      this.#queue.append(part);
      at += part.length;
      if (!this.#waitsForValue || this.#queue.length >= this.#next) this.#read();
    }
    return this.#pieces;
  }

  /** Gives what is whole by now of a log that may not go on for long: `push` waits for more before it looks at a long value again. */
  catchUp(): readonly LogPiece[] {
    this.#pieces = [];
    if (this.#waitsForValue) this.#read();
    return this.#pieces;
  }

  /** Gives what is left at the end of the log: a line without an end, half a document, parts of lines. */
  end(): readonly LogPiece[] {
    this.#pieces = [];
    this.#isAll = true;
    this.#read();
    this.#give(this.#unwrapper.end(), 0);
    return this.#pieces;
  }

  #read(): void {
    const { bytes } = this.#queue;
    this.#waitsForValue = false;
    while (this.#at < bytes.length) {
      const to = this.#step(bytes);
      if (to < 0) break;
      this.#at = to;
    }
    this.#flush(this.#at);
    this.#queue.drop(this.#at);
    this.#offset += this.#at;
    this.#line.at = 0;
    this.#at = 0;
    this.#rawFrom = 0;
    const { length } = this.#queue;
    this.#next = Math.min(length < sampleBytes ? sampleBytes : length * 2, this.#options.maxRecordBytes);
  }

  /** Reads on from where reading is; gives where it is then, -1 where more must come first. */
  #step(bytes: Uint8Array): number {
    const at = this.#at;
    if (this.#isBehindValue) return this.#skipSeparator(bytes, at);
    if (this.#open) return this.#goOn(bytes, at, this.#open);
    if (this.#document) return this.#item(bytes, at, this.#document);
    const newline = bytes.indexOf(0x0a, at);
    const hasEnd = newline >= 0 || this.#isAll;
    const lineTo = newline < 0 ? bytes.length : newline + 1;
    if (!hasEnd && bytes.length - at < this.#options.maxRecordBytes) return -1;
    if (isPlainEvent(bytes, at, lineTo)) return this.#leave(lineTo, hasEnd);
    const ink = skipToInk(bytes, at, lineTo);
    if (bytes[ink] === 0x7b || bytes[ink] === 0x5b) return this.#value(bytes, ink, lineTo);
    if (ink === lineTo || !hasEnd) return this.#leave(lineTo, hasEnd);
    return this.#record(new Sample(bytes.subarray(ink, endOfText(bytes, lineTo))), ink, lineTo)
      ? lineTo
      : this.#leave(lineTo, true);
  }

  /** Leaves the bytes up to an offset as they are. */
  #leave(to: number, isLineEnd: boolean): number {
    this.#open = isLineEnd ? undefined : 'line';
    return to;
  }

  /** Goes on in what is left as it is. */
  #goOn(bytes: Uint8Array, at: number, open: OpenValue | 'line'): number {
    if (open === 'line') {
      const newline = bytes.indexOf(0x0a, at);
      return this.#leave(newline < 0 ? bytes.length : newline + 1, newline >= 0);
    }
    const end = open.endIn(bytes, at);
    if (!end) return bytes.length;
    // What comes behind damage on its line is left as well.
    if (end.isDamaged) this.#document = undefined;
    return this.#leave(end.at, !end.isDamaged);
  }

  /** Steps over what parts a value that was taken from the next, up to the end of its line. */
  #skipSeparator(bytes: Uint8Array, at: number): number {
    const ink = skipBetween(bytes, at);
    const newline = bytes.subarray(at, ink).indexOf(0x0a);
    const to = newline < 0 ? ink : at + newline + 1;
    this.#isBehindValue = newline < 0 && ink === bytes.length;
    this.#drop(to);
    return to;
  }

  /** Reads the JSON value that begins on a line. */
  #value(bytes: Uint8Array, from: number, lineTo: number): number {
    const extent = extentOf(bytes, from, this.#isAll);
    switch (extent.kind) {
      case 'whole':
        return this.#wholeValue(bytes, from, extent.to);
      case 'open':
        if (this.#mayWait(bytes)) return -1;
        return this.#openDocument(bytes, from, false) ? this.#at : this.#leaveValue(from);
      case 'damaged':
        return this.#openDocument(bytes, from, true) ? this.#at : behindDamage(bytes, extent.at, lineTo);
      default:
        return unreachable(extent);
    }
  }

  /** Leaves a value as it is that is too large. */
  #leaveValue(from: number): number {
    this.#open = new OpenValue();
    return from;
  }

  /** Whether there is room for more of a value that is open. */
  #mayWait(bytes: Uint8Array): boolean {
    const size = bytes.length - this.#at;
    this.#waitsForValue = size >= sampleBytes;
    return size < this.#options.maxRecordBytes;
  }

  /** Whether the first item of a document is in a wrapper. */
  #isWrapped(bytes: Uint8Array, head: Uint8Array, items: number): boolean {
    const { forced, formats } = this.#options;
    const first = extentOf(bytes, items, true);
    if (first.kind !== 'whole') return false;
    const sample = new Sample(documentOf(head, bytes.subarray(items, first.to)), true);
    return (forced ?? formats.find(({ recognises }) => recognises(sample)))?.wrapper !== undefined;
  }

  #wholeValue(bytes: Uint8Array, from: number, to: number): number {
    if (
      bytes[from] === 0x5b
        ? this.#array(bytes, from, to)
        : this.#record(new Sample(bytes.subarray(from, to), true), from, to)
    )
      this.#isBehindValue = true;
    return to;
  }

  /** Takes the items of an array, if one of them is in a wrapper. */
  #array(bytes: Uint8Array, from: number, to: number): boolean {
    const items = itemsOf(bytes.subarray(from, to));
    const end = this.#endAt(from);
    const taken: Lines[] = [];
    let isTaken = false;
    for (const item of items) {
      const at = item.byteOffset - bytes.byteOffset;
      const place = { from: this.#offset + from, line: this.#lineAt(at) };
      const lines = this.#unwrapper.take(new Sample(item, true), place);
      isTaken ||= lines !== undefined;
      taken.push(...(lines ?? [asItStands(item, place)]));
    }
    if (!isTaken) return false;
    this.#flush(from, end);
    this.#give(taken, to);
    return true;
  }

  /** Takes the wrapper off a line or an object; false where it is in none. */
  #record(record: Sample, from: number, to: number): boolean {
    // Before the record lets go what is held.
    const end = this.#endAt(from);
    const lines = this.#unwrapper.take(record, { from: this.#offset + from, line: this.#lineAt(from) });
    if (!lines) return false;
    this.#flush(from, end);
    this.#give(lines, to);
    return true;
  }

  /** Begins to take a document item by item; false where it has no list of items, or none in a wrapper where that is asked for. */
  #openDocument(bytes: Uint8Array, from: number, mustBeWrapped: boolean): boolean {
    const items = listIn(bytes, from);
    if (items < 0 || items - from > sampleBytes) return false;
    const head = bytes.slice(from, items);
    if (mustBeWrapped && !this.#isWrapped(bytes, head, skipBetween(bytes, items))) return false;
    this.#flush(from);
    this.#document = { head, isBehindItems: false, from: this.#offset + from };
    this.#at = items;
    this.#drop(items);
    return true;
  }

  /** Reads the next item of a document, or what stands behind the last. */
  #item(bytes: Uint8Array, at: number, document: OpenDocument): number {
    const from = skipBetween(bytes, at);
    // An item that was left as it is may stand before.
    this.#flush(at);
    this.#drop(from);
    this.#at = from;
    if (from === bytes.length) return from;
    const byte = bytes[from];
    if (document.isBehindItems ? byte === 0x7d : byte === 0x5d) {
      if (document.isBehindItems || document.head.length === 1) {
        this.#document = undefined;
        this.#isBehindValue = true;
      } else this.#document = { ...document, isBehindItems: true };
      this.#drop(from + 1);
      return from + 1;
    }
    const extent = document.isBehindItems ? memberExtent(bytes, from, this.#isAll) : extentOf(bytes, from, this.#isAll);
    if (extent.kind === 'open') return this.#mayWait(bytes) ? -1 : this.#leaveItem(bytes, from);
    if (extent.kind === 'whole') {
      if (!document.isBehindItems) this.#takeItem(bytes.subarray(from, extent.to), from, document);
      this.#drop(extent.to);
      return extent.to;
    }
    this.#document = undefined;
    const newline = bytes.indexOf(0x0a, from);
    return behindDamage(bytes, extent.at, newline < 0 ? bytes.length : newline + 1);
  }

  /** Leaves what is too large; what is no object or array goes on as a line. */
  #leaveItem(bytes: Uint8Array, from: number): number {
    if (bytes[from] === 0x7b || bytes[from] === 0x5b) return this.#leaveValue(from);
    this.#document = undefined;
    this.#open = 'line';
    return from;
  }

  #takeItem(item: Uint8Array, from: number, { head }: OpenDocument): void {
    const place = { from: this.#offset + from, line: this.#lineAt(from) };
    const lines = this.#unwrapper.take(new Sample(documentOf(head, item), true), place);
    this.#give(lines ?? [asItStands(item, place)], from + item.length);
  }

  /** Gives the bytes up to an offset that are left as they are. */
  #flush(to: number, end = this.#endAt(to)): void {
    const bytes = this.#queue.bytes.slice(this.#rawFrom, to);
    if (bytes.length > 0 || end > this.#end)
      this.#pieces.push({ bytes, line: this.#rawLine, end, within: undefined, isOpen: this.#open !== undefined });
    this.#end = end;
    this.#drop(to);
  }

  /** Goes on behind an offset, before which everything is given or not worth it. */
  #drop(to: number): void {
    this.#rawFrom = to;
    this.#rawLine = this.#lineAt(to);
  }

  /** Gives lines that were taken out of what ends at an offset. Only with the last is all of it given. */
  #give(lines: readonly Lines[], to: number): void {
    for (const [index, { bytes, line, within }] of lines.entries()) {
      const isLast = index === lines.length - 1;
      this.#pieces.push({ bytes, line, end: isLast ? this.#endAt(to) : this.#end, within, isOpen: false });
    }
    if (lines.length > 0) this.#end = this.#endAt(to);
    this.#drop(to);
  }

  /** Bytes of the log before which everything is given, when everything before an offset in the queue is read. */
  #endAt(to: number): number {
    const from = Math.min(this.#document?.from ?? Number.POSITIVE_INFINITY, this.#unwrapper.heldFrom);
    return Math.max(this.#end, Math.min(from, this.#offset + to));
  }

  /** The line of the log at an offset in the queue, which is not before one asked for earlier. */
  #lineAt(at: number): number {
    const line = this.#line;
    const { bytes } = this.#queue;
    for (
      let newline = bytes.indexOf(0x0a, line.at);
      newline >= 0 && newline < at;
      newline = bytes.indexOf(0x0a, newline + 1)
    )
      line.number += 1;
    line.at = Math.max(line.at, at);
    return line.number;
  }
}

/** A document of one item; what is in an array stands for itself. */
function documentOf(head: Uint8Array, item: Uint8Array): Uint8Array {
  return head.length === 1 ? item : concat([head, item, objectEnd]);
}

const objectEnd = Uint8Array.of(0x5d, 0x7d);

/** Steps over blanks at the beginning of a line, and the byte order mark of a file. */
function skipToInk(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  for (; at < to; at += 1) {
    if (isBlank(bytes[at]) || bytes[at] === 0) continue;
    if (bytes[at] !== 0xef || bytes[at + 1] !== 0xbb || bytes[at + 2] !== 0xbf) break;
    at += 2;
  }
  return at;
}

/** Steps over what stands between values. */
function skipBetween(bytes: Uint8Array, from: number): number {
  let at = from;
  while (isBlank(bytes[at]) || bytes[at] === 0x2c) at += 1;
  return at;
}

/** Where the text of a line ends, without what ends the line. */
function endOfText(bytes: Uint8Array, lineTo: number): number {
  if (bytes[lineTo - 1] !== 0x0a) return lineTo;
  return bytes[lineTo - 2] === 0x0d ? lineTo - 2 : lineTo - 1;
}

/** Where reading goes on behind a value that broke at an offset: on the line where it did, unless that is its first. */
function behindDamage(bytes: Uint8Array, brokenAt: number, lineTo: number): number {
  const lineFrom = bytes.subarray(0, brokenAt).lastIndexOf(0x0a) + 1;
  return Math.max(lineFrom, lineTo);
}

/** An item of a list, which is in no wrapper, as a line. */
function asItStands(item: Uint8Array, { line }: Place): Lines {
  return { bytes: concat([item, Uint8Array.of(0x0a)]), line, within: undefined };
}
