import type { ColumnName } from './columns.ts';
import { columnIndex, type EventRow, layouts } from './event-row.ts';
import { Literal } from './json/literal.ts';
import { formatMicroTime, formatSecondTime } from './time.ts';

/** Takes an event's bytes one after another. Each method returns whether to go on. */
interface Sink {
  /** Bytes that stand as they are. */
  literal(literal: Literal): boolean;
  /** A time with microseconds, in quotes. */
  time(row: EventRow, name: TimeName): boolean;
  /** The same cut to seconds. */
  second(row: EventRow, name: TimeName): boolean;
  /** ASCII text that stands as it is. */
  ascii(text: string): boolean;
  /** A column as a JSON string, escaped as Go's encoding/json does. */
  string(row: EventRow, column: number): boolean;
  /** A column of canonical JSON, with `&`, `<`, `>`, U+2028 and U+2029 escaped as Go does. */
  json(row: EventRow, column: number): boolean;
}

type TimeName = 'time' | 'requestReceivedAt';

function literal(text: string): Literal {
  return new Literal(text);
}

const quote = literal('"');
const zuluQuote = literal('Z"');
const hex = '0123456789abcdef';
const named: Readonly<Record<number, string>> = {
  8: '\\b',
  9: '\\t',
  10: '\\n',
  12: '\\f',
  13: '\\r',
  0x22: '\\"',
  0x5c: '\\\\',
};

/** How Go writes a byte inside a string, or undefined where it stands as itself. `isJson`: quotes and backslashes are syntax. */
function escapeOf(bytes: Uint8Array, at: number, isJson: boolean): string | undefined {
  const byte = bytes[at] as number;
  if (byte === 0x26 || byte === 0x3c || byte === 0x3e) return `\\u00${hex.charAt(byte >> 4)}${hex.charAt(byte & 15)}`;
  if (byte === 0xe2) {
    const isLineSeparator = bytes[at + 1] === 0x80 && ((bytes[at + 2] as number) & 0xfe) === 0xa8;
    return isLineSeparator ? `\\u202${hex.charAt((bytes[at + 2] as number) & 15)}` : undefined;
  }
  if (isJson) return undefined;
  if (byte < 0x20 || byte === 0x22 || byte === 0x5c)
    return named[byte] ?? `\\u00${hex.charAt(byte >> 4)}${hex.charAt(byte & 15)}`;
  return undefined;
}

/** Compares what would be written with bytes that are there. */
class Comparer implements Sink {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly end: number;
  at: number;

  constructor(bytes: Uint8Array, view: DataView, from: number, to: number) {
    this.bytes = bytes;
    this.view = view;
    this.at = from;
    this.end = to;
  }

  literal(expected: Literal): boolean {
    if (!expected.isAt(this.view, this.at, this.end)) return false;
    this.at += expected.length;
    return true;
  }

  time(row: EventRow, name: TimeName): boolean {
    // The reader says where it read a time in its usual form: there, it is what would be written.
    if (row.timeAt(name) !== this.at + 1) return this.ascii(`"${formatMicroTime(row[name])}"`);
    this.at += 29;
    return true;
  }

  second(row: EventRow, name: TimeName): boolean {
    const at = row.timeAt(name);
    if (at < 0) return this.ascii(`"${formatSecondTime(row[name])}"`);
    if (!this.literal(quote)) return false;
    for (let index = 0; index < 19; index += 1)
      if (this.bytes[this.at + index] !== this.bytes[at + index]) return false;
    this.at += 19;
    return this.literal(zuluQuote);
  }

  ascii(text: string): boolean {
    const { bytes, at } = this;
    const { length } = text;
    for (let index = 0; index < length; index += 1) if (bytes[at + index] !== text.charCodeAt(index)) return false;
    this.at = at + length;
    return this.at <= this.end;
  }

  string(row: EventRow, column: number): boolean {
    // A slice of these very bytes stands between its quotes.
    if (row.bytesOf(column) === this.bytes && row.start(column) === this.at + 1) {
      this.at = row.stop(column) + 1;
      return this.at <= this.end;
    }
    return this.literal(quote) && this.escaped(row, column, false) && this.literal(quote);
  }

  json(row: EventRow, column: number): boolean {
    return this.escaped(row, column, true);
  }

  private escaped(row: EventRow, column: number, isJson: boolean): boolean {
    const source = row.bytesOf(column);
    const start = row.start(column);
    const stop = row.stop(column);
    // A slice of these very bytes holds nothing that would be escaped: the reader decodes what does.
    if (source === this.bytes && start === this.at) {
      this.at += stop - start;
      return this.at <= this.end;
    }
    for (let index = start; index < stop; index += 1) {
      const escape = escapeOf(source, index, isJson);
      if (escape === undefined) {
        if (this.bytes[this.at] !== source[index]) return false;
        this.at += 1;
      } else {
        if (!this.ascii(escape)) return false;
        if (escape.startsWith('\\u202')) index += 2;
      }
    }
    return this.at <= this.end;
  }
}

/** Bytes that may be written otherwise within a string, and within JSON: `escapeOf` says how. All others stand as they are. */
const escapedInString = tableOf((byte) => escapedInJson(byte) || byte < 0x20 || byte === 0x22 || byte === 0x5c);
const escapedInDocument = tableOf(escapedInJson);

function escapedInJson(byte: number): boolean {
  return byte === 0x26 || byte === 0x3c || byte === 0x3e || byte === 0xe2;
}

function tableOf(holds: (byte: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => (holds(byte) ? 1 : 0));
}

/** Events are written one behind the other into the same bytes: to make bytes for each takes longer than to write them. */
const sharedBytes = 64 << 10;

/** Collects what is written. */
class Writer implements Sink {
  private bytes = new Uint8Array(sharedBytes);
  /** Where the event begins. */
  private from = 0;
  private length = 0;

  /** Gives the event that was written, and begins with the next. One for which room had to be made has its own: the others are not kept for it. */
  take(): Uint8Array {
    const { bytes, from, length } = this;
    if (bytes.length === sharedBytes) {
      this.from = length;
      return bytes.subarray(from, length);
    }
    this.bytes = new Uint8Array(sharedBytes);
    this.from = 0;
    this.length = 0;
    return bytes.slice(from, length);
  }

  literal({ bytes }: Literal): boolean {
    this.room(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
    return true;
  }

  time(row: EventRow, name: TimeName): boolean {
    return this.ascii(`"${formatMicroTime(row[name])}"`);
  }

  second(row: EventRow, name: TimeName): boolean {
    return this.ascii(`"${formatSecondTime(row[name])}"`);
  }

  private room(size: number): void {
    if (this.length + size <= this.bytes.length) return;
    const begun = this.bytes.subarray(this.from, this.length);
    const needed = begun.length + size;
    this.bytes = new Uint8Array(needed <= sharedBytes ? sharedBytes : needed * 2);
    this.bytes.set(begun);
    this.from = 0;
    this.length = begun.length;
  }

  ascii(text: string): boolean {
    this.room(text.length);
    for (let index = 0; index < text.length; index += 1) this.bytes[this.length + index] = text.charCodeAt(index);
    this.length += text.length;
    return true;
  }

  string(row: EventRow, column: number): boolean {
    return this.literal(quote) && this.escaped(row, column, false) && this.literal(quote);
  }

  json(row: EventRow, column: number): boolean {
    return this.escaped(row, column, true);
  }

  private escaped(row: EventRow, column: number, isJson: boolean): true {
    const source = row.bytesOf(column);
    const start = row.start(column);
    const stop = row.stop(column);
    const table = isJson ? escapedInDocument : escapedInString;
    this.room(stop - start);
    let { bytes, length } = this;
    for (let index = start; index < stop; index += 1) {
      const byte = source[index] as number;
      const escape = table[byte] === 1 ? escapeOf(source, index, isJson) : undefined;
      if (escape === undefined) {
        bytes[length] = byte;
        length += 1;
        continue;
      }
      this.length = length;
      this.room(stop - index + escape.length);
      this.ascii(escape);
      ({ bytes, length } = this);
      if (escape.startsWith('\\u202')) index += 2;
    }
    this.length = length;
    return true;
  }
}

/** One member: its name with the comma or brace before it, and its column. */
interface ObjectMember {
  readonly first: Literal;
  readonly next: Literal;
  readonly column: number;
  readonly isJson: boolean;
}

function member(name: string, column: ColumnName, isJson = false): ObjectMember {
  return { first: literal(`{"${name}":`), next: literal(`,"${name}":`), column: columnIndex[column], isJson };
}

function value(sink: Sink, row: EventRow, { column, isJson }: ObjectMember): boolean {
  return isJson ? sink.json(row, column) : sink.string(row, column);
}

/** A member that is always there. */
function required(sink: Sink, row: EventRow, one: ObjectMember): boolean {
  return sink.literal(one.next) && value(sink, row, one);
}

/** A member with Go's `omitempty`. */
function optional(sink: Sink, row: EventRow, one: ObjectMember): boolean {
  return !row.has(one.column) || required(sink, row, one);
}

const level = member('level', 'level');
const auditId = member('auditID', 'audit_id_text');
const stage = member('stage', 'stage');
const requestUri = member('requestURI', 'request_uri');
const verb = member('verb', 'verb');
const impersonatedUser = member('impersonatedUser', 'impersonated_user', true);
const authenticationMetadata = member('authenticationMetadata', 'authentication_metadata', true);
const sourceIps = member('sourceIPs', 'source_ips', true);
const userAgent = member('userAgent', 'user_agent');
const requestObject = member('requestObject', 'request_object', true);
const responseObject = member('responseObject', 'response_object', true);
const annotations = member('annotations', 'annotations', true);
const userMembers = [
  member('username', 'user_username'),
  member('uid', 'user_uid'),
  member('groups', 'user_groups', true),
  member('extra', 'user_extra', true),
];
const objectRefMembers = [
  member('resource', 'object_resource'),
  member('namespace', 'object_namespace'),
  member('name', 'object_name'),
  member('uid', 'object_uid'),
  member('apiGroup', 'object_api_group'),
  member('apiVersion', 'object_api_version'),
  member('resourceVersion', 'object_resource_version'),
  member('subresource', 'object_subresource'),
];
const statusMembers = [
  member('status', 'response_status'),
  member('message', 'response_message'),
  member('reason', 'response_reason'),
  member('details', 'response_details', true),
];
const words = {
  brace: literal('{'),
  close: literal('}'),
  empty: literal('{}'),
  v1: literal('{"kind":"Event","apiVersion":"audit.k8s.io/v1",'),
  v1beta1: literal('{"kind":"Event","apiVersion":"audit.k8s.io/v1beta1",'),
  metadata: literal('"metadata":{"creationTimestamp":'),
  afterMetadata: literal('},'),
  level: literal('"level":'),
  timestamp: literal(',"timestamp":'),
  user: literal(',"user":'),
  objectRef: literal(',"objectRef":'),
  responseStatus: literal(',"responseStatus":{"metadata":{}'),
  requestReceived: literal(',"requestReceivedTimestamp":'),
  stageTime: literal(',"stageTimestamp":'),
} as const;

function objectOf(sink: Sink, row: EventRow, members: readonly ObjectMember[]): boolean {
  let isFirst = true;
  for (const one of members) {
    if (!row.has(one.column)) continue;
    if (!sink.literal(isFirst ? one.first : one.next) || !value(sink, row, one)) return false;
    isFirst = false;
  }
  return sink.literal(isFirst ? words.empty : words.close);
}

function objectRef(sink: Sink, row: EventRow): boolean {
  for (const one of objectRefMembers) {
    if (row.has(one.column)) return sink.literal(words.objectRef) && objectOf(sink, row, objectRefMembers);
  }
  return true;
}

function responseStatus(sink: Sink, row: EventRow): boolean {
  if (Number.isNaN(row.responseCode)) return true;
  if (!sink.literal(words.responseStatus)) return false;
  for (const one of statusMembers) if (!optional(sink, row, one)) return false;
  return (row.responseCode === 0 || sink.ascii(`,"code":${row.responseCode}`)) && sink.literal(words.close);
}

function head(sink: Sink, row: EventRow, layout: number): boolean {
  const isBeta = layout === layouts.v1beta1 || layout === layouts.v1beta1Item;
  const isItem = layout === layouts.v1Item || layout === layouts.v1beta1Item;
  if (!sink.literal(isItem ? words.brace : isBeta ? words.v1beta1 : words.v1)) return false;
  if (!isBeta) return sink.literal(words.level) && value(sink, row, level);
  return (
    sink.literal(words.metadata) &&
    sink.second(row, 'time') &&
    sink.literal(words.afterMetadata) &&
    sink.literal(words.level) &&
    value(sink, row, level) &&
    sink.literal(words.timestamp) &&
    sink.second(row, 'requestReceivedAt')
  );
}

function who(sink: Sink, row: EventRow): boolean {
  return (
    sink.literal(words.user) &&
    objectOf(sink, row, userMembers) &&
    optional(sink, row, impersonatedUser) &&
    optional(sink, row, authenticationMetadata) &&
    optional(sink, row, sourceIps) &&
    optional(sink, row, userAgent)
  );
}

function times(sink: Sink, row: EventRow): boolean {
  return (
    sink.literal(words.requestReceived) &&
    sink.time(row, 'requestReceivedAt') &&
    sink.literal(words.stageTime) &&
    sink.time(row, 'time')
  );
}

/** Writes the event as kube-apiserver does: the order of its members, Go's escapes, microsecond times. */
function writeEvent(sink: Sink, row: EventRow, layout: number): boolean {
  if (Number.isNaN(row.time) || Number.isNaN(row.requestReceivedAt)) return false;
  return (
    head(sink, row, layout) &&
    required(sink, row, auditId) &&
    required(sink, row, stage) &&
    required(sink, row, requestUri) &&
    required(sink, row, verb) &&
    who(sink, row) &&
    objectRef(sink, row) &&
    responseStatus(sink, row) &&
    optional(sink, row, requestObject) &&
    optional(sink, row, responseObject) &&
    times(sink, row) &&
    optional(sink, row, annotations) &&
    sink.literal(words.close)
  );
}

/** Says whether the bytes are just what the row would be written as in a layout. */
export function isWrittenAs(row: EventRow, layout: number, bytes: Uint8Array, from: number, to: number): boolean {
  const comparer = new Comparer(bytes, row.view, from, to);
  return writeEvent(comparer, row, layout) && comparer.at === to;
}

const writer = new Writer();

/** Gives an event back as the bytes that were received. They share their memory with others. */
export function renderEvent(row: EventRow): Uint8Array {
  const raw = columnIndex.raw;
  if (row.layout === layouts.raw) return row.bytesOf(raw).slice(row.start(raw), row.stop(raw));
  writeEvent(writer, row, row.layout);
  return writer.take();
}
