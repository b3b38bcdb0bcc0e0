import { splitBody, startsWith, writeEnvelope } from '../audit/index.ts';
import { isBlank } from '../base/index.ts';
import { factNames, type Facts } from './facts.ts';
import { type Format, Sample, type Tools } from './format.ts';
import { Joiner } from './joiner.ts';
import { isPlainEvent } from './plain-event.ts';

/** Where something stands in the input. */
export interface Place {
  /** Bytes before it. */
  readonly from: number;
  /** The line on which it begins, from 1. */
  readonly line: number;
}

/** Lines for a body. */
export interface Lines {
  readonly bytes: Uint8Array;
  readonly line: number;
  /** What the wrapper is called in which it stood. */
  readonly within: string | undefined;
}

/** What was passed over: other logs than that of events. */
export interface OtherLog {
  readonly title: string;
  readonly count: number;
  /** The line of the first. */
  readonly line: number;
}

/** What is known of a text from the wrappers around it. */
interface Origin extends Place {
  /** Names of the formats, the outermost first; one in the same is not named again. */
  readonly formats: readonly string[];
  /** Wrappers that were taken off. */
  readonly depth: number;
  /** What the outermost is called. */
  readonly within: string | undefined;
  readonly facts: Facts;
  readonly isRebuilt: boolean;
}

/** Wrappers within wrappers are followed this deep. */
const maxDepth = 4;
const encoder = new TextEncoder();
/** Of JSON text sequences (RFC 7464); no JSON value holds one. */
const recordSeparator = 0x1e;
const stageTimestamp = encoder.encode('"stageTimestamp":');
/** Names that only an event has, whole or in parts. */
const marks = [
  '"audit.k8s.io/',
  '"auditID":',
  '"requestURI":',
  '"objectRef":',
  '"stageTimestamp":',
  '"responseStatus":',
].map((mark) => encoder.encode(mark));

export interface UnwrapperOptions {
  readonly formats: readonly Format[];
  /** What every line is, whatever it looks like. */
  readonly forced: Format | undefined;
  readonly tools: Tools;
  /** Bytes of lines that are held until their end comes. */
  readonly maxHeldBytes: number;
}

/** Takes the wrappers off lines and objects, one after the other. */
export class Unwrapper {
  readonly #options: UnwrapperOptions;
  readonly #joiner: Joiner<Origin>;
  readonly #otherLogs = new Map<string, { count: number; readonly line: number }>();
  #lines: Lines[] = [];
  #wrapper = '';
  #wrapperBytes: Uint8Array = new Uint8Array();

  constructor(options: UnwrapperOptions) {
    this.#options = options;
    this.#joiner = new Joiner(options.maxHeldBytes);
  }

  /** Where the earliest part of a line stands whose end is still to come; infinite where there is none. */
  get heldFrom(): number {
    return this.#joiner.heldFrom;
  }

  get otherLogs(): readonly OtherLog[] {
    return [...this.#otherLogs].map(([title, one]) => ({ title, ...one }));
  }

  /**
   * Takes the wrapper off a line or a JSON value. Gives what is in it: events, each in an envelope, and texts in which there is none.
   * Undefined where it is in no wrapper: it is then to be taken as it is.
   */
  take(sample: Sample, place: Place): readonly Lines[] | undefined {
    this.#lines = [];
    const origin = { ...place, formats: [], depth: 0, within: undefined, facts: {}, isRebuilt: false };
    if (!this.#record(sample, origin, this.#options.forced)) return undefined;
    for (let given = this.#joiner.overflow(); given; given = this.#joiner.overflow())
      this.#giveUp(given.bytes, given.origin);
    return this.#lines;
  }

  /** What is still held at the end of the input. */
  end(): readonly Lines[] {
    this.#lines = [];
    for (let held = this.#joiner.takeOldest(); held; held = this.#joiner.takeOldest())
      this.#text(held.bytes, held.origin);
    return this.#lines;
  }

  /** Takes what a record of a wrapper holds; false where it is none. */
  #record(sample: Sample, outer: Origin, forced?: Format): boolean {
    const { formats, tools } = this.#options;
    // The first that says more than those behind it, also where it is only named.
    const format = forced ?? formats.find(({ recognises }) => recognises(sample));
    const unwrapped = format?.wrapper?.unwrap(sample, tools);
    if (!format || !unwrapped) return false;
    for (const content of unwrapped) {
      if ('otherLog' in content) {
        this.#passOver(content.otherLog, outer.line);
        continue;
      }
      const { bytes, facts, isRebuilt = false, goesOn = false } = content;
      const origin = {
        ...outer,
        formats: outer.formats.at(-1) === format.name ? outer.formats : [...outer.formats, format.name],
        depth: outer.depth + 1,
        within: outer.within ?? format.title,
        facts: { ...outer.facts, ...facts },
        isRebuilt: outer.isRebuilt || isRebuilt,
      };
      const stream = streamOf(origin);
      const isPart = goesOn && (this.#joiner.holds(stream) || !isWhole(bytes));
      const joined = this.#joiner.add(stream, bytes, origin, isPart);
      if (joined) this.#text(joined.bytes, joined.origin);
    }
    return true;
  }

  /** Takes a text out of which all wrappers known so far are taken. */
  #text(bytes: Uint8Array, origin: Origin): void {
    if (bytes.every(isBlank)) return;
    if (isPlainEvent(bytes, 0, bytes.length)) {
      const { pieces } = splitBody(bytes);
      if (pieces.length === 1 && !pieces[0]?.reason) {
        this.#event(bytes, origin);
        return;
      }
    }
    const sample = new Sample(bytes);
    if (origin.depth < maxDepth && this.#record(sample, origin)) return;
    const { pieces } = splitBody(bytes);
    if (pieces.every(({ reason }) => reason)) {
      if (!this.#isOtherLog(sample, origin)) this.#giveUp(bytes, origin);
      return;
    }
    for (const { from, to, reason } of pieces) {
      if (reason) this.#giveUp(bytes.subarray(from, to), origin);
      else this.#event(bytes.subarray(from, to), origin);
    }
  }

  #event(bytes: Uint8Array, origin: Origin): void {
    const { formats, isRebuilt, facts } = origin;
    const told = factNames.flatMap((name) => {
      const fact = facts[name];
      // A wrapper's time is of no use where the event has its own.
      return fact === undefined || (name === 'time' && hasTime(bytes)) ? [] : [[name, fact]];
    });
    const rebuilt = isRebuilt ? { rebuilt: 'true' } : {};
    const wrapper = JSON.stringify({ format: formats.join('/'), ...rebuilt, ...Object.fromEntries(told) });
    if (wrapper !== this.#wrapper) {
      this.#wrapper = wrapper;
      this.#wrapperBytes = encoder.encode(wrapper);
    }
    this.#lines.push({ bytes: writeEnvelope(this.#wrapperBytes, bytes), line: origin.line, within: origin.within });
  }

  #isOtherLog(sample: Sample, { line }: Place): boolean {
    const format = this.#options.formats.find(({ recognises }) => recognises(sample));
    const isOther = format ? format.holdsNoEvents === true : !mayBePartOfEvent(sample.bytes);
    if (isOther) this.#passOver(format?.title ?? 'lines that hold no part of an event', line);
    return isOther;
  }

  #passOver(title: string, line: number): void {
    const known = this.#otherLogs.get(title);
    if (known) known.count += 1;
    else this.#otherLogs.set(title, { count: 1, line });
  }

  /** Gives a text as it is, in which no event can be read: between separators, lest two halves of events are read as one. */
  #giveUp(bytes: Uint8Array, { line, within }: Origin): void {
    const text = new Uint8Array(bytes.length + 3);
    text[0] = recordSeparator;
    text.set(bytes, 1);
    text.set([recordSeparator, 0x0a], bytes.length + 1);
    this.#lines.push({ bytes: text, line, within });
  }
}

/** What tells the stream of a line from others. */
function streamOf({ formats, facts }: Origin): string {
  return JSON.stringify([formats, { ...facts, time: undefined }]);
}

/** Whether a text is an object from its first to its last byte: no line begins so that goes on, and some writers leave its end out. */
function isWhole(bytes: Uint8Array): boolean {
  return new Sample(bytes).members !== undefined;
}

/** Whether a text that is no event may be the beginning, the middle or the end of one. */
function mayBePartOfEvent(bytes: Uint8Array): boolean {
  const isEnd = bytes[0] !== 0x7b && bytes.at(-1) === 0x7d;
  return isEnd || marks.some((mark) => holds(bytes, mark));
}

function hasTime(bytes: Uint8Array): boolean {
  return holds(bytes, stageTimestamp);
}

/** Whether a name in quotes stands in a text; it is looked for from the end on, where times are. */
function holds(bytes: Uint8Array, name: Uint8Array): boolean {
  for (let at = bytes.lastIndexOf(0x22); at >= 0; at = at > 0 ? bytes.lastIndexOf(0x22, at - 1) : -1)
    if (startsWith(bytes, at, name)) return true;
  return false;
}
