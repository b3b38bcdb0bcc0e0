import { Scanner } from '../audit/index.ts';
import type { Facts } from './facts.ts';
import { objectOf } from './json.ts';

/** A text that a wrapper holds. */
export interface Content {
  /** As it was before it was wrapped. */
  readonly bytes: Uint8Array;
  readonly facts: Facts;
  /** Whether the wrapper does not keep the bytes of an event, and these were put together from what it keeps. */
  readonly isRebuilt?: boolean;
  /** Whether the text goes on in the next content of the same stream. */
  readonly goesOn?: boolean;
}

/** Something in a wrapper that is of another log than that of events, which is named. */
export interface OtherContent {
  readonly otherLog: string;
}

/** What a pure reader cannot do by itself. */
export interface Tools {
  /** Unpacks gzip, up to a limit; undefined for what is none or is larger. */
  readonly gunzip: (bytes: Uint8Array) => Uint8Array | undefined;
}

/** Something that events may be wrapped in, encoded as or packed with. One file each, and a line in `registry.ts`. */
export interface Format {
  /** Names it on the command line, and in what is stored. */
  readonly name: string;
  /** Names it in a sentence: "it looks like TITLE". */
  readonly title: string;
  /** Whether a sample looks like it. The first of the registry that says yes is taken. Pure, and linear in the sample. */
  readonly recognises: (sample: Sample) => boolean;
  /** How it is taken off; absent where it is only named. */
  readonly wrapper?: Wrapper;
  /** Whether it is a log of its own: where a wrapper holds it, it is passed over and counted. */
  readonly holdsNoEvents?: true;
}

/** An item of a list that is not as it should be: it goes on as it is, and costs only itself. */
export function asItIs(item: Uint8Array): Content {
  return { bytes: item, facts: {} };
}

/** How a wrapper is taken off. */
export interface Wrapper {
  /** Where it has what it tells; for the docs, and for those that hold an object, for reading (`factsOf`). */
  readonly tells: Facts;
  /** Whether the bytes of an event are kept in it, or the event is put together from what is. */
  readonly keeps: 'bytes' | 'columns';
  /** Takes the contents out of a line or an object; undefined where there are none after all. Pure, and linear in the sample. */
  readonly unwrap: (sample: Sample, tools: Tools) => readonly (Content | OtherContent)[] | undefined;
}

/** How much of an input is looked at. */
export const sampleBytes = 64 << 10;
/** More than the head of a line has. */
const headBytes = 1024;

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** A line, a JSON value, or the beginning of an input: something that a format is told from. */
export class Sample {
  readonly bytes: Uint8Array;
  #text: string | undefined;
  #head: string | undefined;
  #members: ReadonlyMap<string, Uint8Array> | undefined;
  #isRead = false;
  readonly #isJson: boolean;

  /** `isJson`: it is known to be a JSON value from its first byte to its last. */
  constructor(bytes: Uint8Array, isJson = false) {
    this.bytes = bytes;
    this.#isJson = isJson;
  }

  /** The beginning of it as text, at most `sampleBytes`; what is no UTF-8 is U+FFFD. */
  get text(): string {
    this.#text ??= decoder.decode(this.bytes.subarray(0, sampleBytes));
    return this.#text;
  }

  /** The same of as much as the head of a line takes. */
  get head(): string {
    this.#head ??= decoder.decode(this.bytes.subarray(0, headBytes));
    return this.#head;
  }

  /** What stands behind the part of the head that a pattern matched from its beginning on. */
  behind(matched: string): Uint8Array {
    return this.bytes.subarray(encoder.encode(matched).length);
  }

  /** The members of the object that it holds, if it holds one and nothing else. */
  get members(): ReadonlyMap<string, Uint8Array> | undefined {
    if (!this.#isRead) this.#members = this.#isJson ? objectOf(this.bytes) : readMembers(this.bytes);
    this.#isRead = true;
    return this.#members;
  }
}

/** One for all: it is used for one value at a time. */
const scanner = new Scanner();

function readMembers(bytes: Uint8Array): ReadonlyMap<string, Uint8Array> | undefined {
  scanner.reset(bytes, bytes.length);
  const from = scanner.skipBlanks(0);
  if (bytes[from] !== 0x7b) return undefined;
  const to = scanner.skipValue(from);
  return to > 0 && scanner.skipBlanks(to) === bytes.length ? objectOf(bytes.subarray(from, to)) : undefined;
}

/** Whether the bytes begin with these. */
export function beginsWith({ bytes }: Sample, ...head: readonly number[]): boolean {
  return head.every((byte, index) => bytes[index] === byte);
}
