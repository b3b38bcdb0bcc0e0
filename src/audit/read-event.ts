import { unreachable } from '../base/index.ts';
import { canonicalJson, canonicalString, foldKey } from './json/canonical.ts';
import { Scanner, trait } from './json/scan.ts';
import { decodeStringInto } from './json/string.ts';
import { closeEnvelope, openEnvelope, type OpenedEnvelope } from './envelope.ts';
import { columnIndex, EventRow, layouts } from './event-row.ts';
import { eventMembers, type Member, type MemberKind, type MemberTable } from './read-members.ts';
import { isWrittenAs } from './render.ts';
import type { UnreadableReason } from './split.ts';
import { parseRfc3339, readMicroTime, reasonableTime } from './time.ts';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const truncatedKey = new TextEncoder().encode('"audit.k8s.io/truncated":"true"');
const truncatedSlash = truncatedKey.indexOf(0x2f);

/**
 * Reads events into columns, as Go's decoder of audit.k8s.io/v1 and v1beta1 would: keys in any case, the last of duplicate
 * keys, null as absent. It is lenient where Go is strict: a member of the wrong type, and one that the API does not
 * know, goes to `other` under its path, so that nothing that was received is hidden from search.
 *
 * Afterwards `row.layout` says how the event can be written back byte for byte from its columns; 0 means that it cannot,
 * and `row` then holds the bytes in `raw`. One reader reads one event at a time.
 */
export class EventReader {
  readonly row = new EventRow();
  private readonly scanner = new Scanner();
  private bytes: Uint8Array = new Uint8Array(0);
  private apiVersion = '';
  private hasKind = false;
  private hasMetadata = false;
  private isEvent = true;
  /** What has no column, by its path. */
  private readonly others = new Map<string, { readonly path: readonly string[]; readonly json: string }>();
  /** v1beta1's second copies of the event's time. A layout writes them; without one they are content. */
  private readonly copies: { readonly name: string; readonly at: number; readonly after: number }[] = [];

  /** Reads the event that stands at bytes[from, to). `receivedAt`, in microseconds, stands in for an absent or absurd time. */
  read(bytes: Uint8Array, from: number, to: number, receivedAt: number): UnreadableReason | undefined {
    const { row, scanner } = this;
    this.begin(bytes, to, receivedAt);
    const start = scanner.skipBlanks(from);
    if (start >= to || bytes[start] !== 0x7b) {
      const end = scanner.skipValue(start);
      return end < 0 || scanner.skipBlanks(end) !== to ? 'not-json' : 'not-an-object';
    }
    const envelope = this.readEnvelope(start, receivedAt);
    const after = envelope?.after ?? this.readObject(start, eventMembers, []);
    if (after < 0 || scanner.skipBlanks(after) !== to) return 'not-json';
    if (!this.isEvent) return 'not-an-event';
    if (!row.has(columnIndex.audit_id_text)) return 'no-audit-id';
    this.finish(envelope?.eventFrom ?? from, envelope?.eventTo ?? to);
    return undefined;
  }

  /** Reads the event in an envelope; undefined where no envelope stands, and then nothing was read. */
  private readEnvelope(
    at: number,
    receivedAt: number,
  ): { readonly eventFrom: number; readonly eventTo: number; readonly after: number } | undefined {
    const { scanner } = this;
    const opened = openEnvelope(scanner, at);
    if (!opened) return undefined;
    const { eventFrom } = opened;
    const eventTo = this.readObject(eventFrom, eventMembers, []);
    if (eventTo < 0) return { eventFrom, eventTo, after: -1 };
    const after = closeEnvelope(scanner, eventTo);
    if (after >= 0) {
      this.takeWrapper(opened);
      return { eventFrom, eventTo, after };
    }
    this.begin(this.bytes, scanner.end, receivedAt);
    return undefined;
  }

  /**
   * Reads the event that begins at `from`, an opening brace, wherever it ends; returns the offset after it. -1 for what is no event,
   * and for one with members that the API does not know: they may make it something else.
   */
  readNext(bytes: Uint8Array, from: number, receivedAt: number): number {
    this.begin(bytes, bytes.length, receivedAt);
    const envelope = this.readEnvelope(from, receivedAt);
    const after = envelope?.after ?? this.readObject(from, eventMembers, []);
    if (after < 0 || !this.isEvent || this.others.size > 0 || !this.row.has(columnIndex.audit_id_text)) return -1;
    this.finish(envelope?.eventFrom ?? from, envelope?.eventTo ?? after);
    return after;
  }

  private takeWrapper({ wrapperFrom, wrapperTo, isCanonical }: OpenedEnvelope): void {
    const { bytes, row } = this;
    if (isCanonical) row.setSlice(columnIndex.wrapper, wrapperFrom, wrapperTo);
    else row.setText(columnIndex.wrapper, canonicalJson(bytes, wrapperFrom, wrapperTo));
  }

  private begin(bytes: Uint8Array, end: number, receivedAt: number): void {
    this.bytes = bytes;
    this.scanner.reset(bytes, end);
    this.row.clear(bytes);
    this.row.receivedAt = receivedAt;
    this.apiVersion = '';
    this.hasKind = false;
    this.hasMetadata = false;
    this.isEvent = true;
    this.others.clear();
    this.copies.length = 0;
  }

  private finish(from: number, to: number): void {
    const { row } = this;
    this.checkTruncated();
    const layout = this.layout();
    if (this.others.size === 0 && isWrittenAs(row, layout, this.bytes, from, to)) row.layout = layout;
    else {
      row.setSlice(columnIndex.raw, from, to);
      for (const { name, at, after } of this.copies) this.keepOther([name], at, after);
    }
    if (this.others.size > 0) row.setText(columnIndex.other, this.otherJson());
    if (Number.isNaN(row.time)) row.time = this.timeOfOldEvent() ?? row.receivedAt;
  }

  /** Kubernetes 1.7 and 1.8 wrote no stage time: `timestamp` was the only one. A stage time that nobody's clock shows is no such. */
  private timeOfOldEvent(): number | undefined {
    const copy = this.copies.findLast(({ name }) => name === 'timestamp');
    if (!copy || this.others.has('stageTimestamp') || this.bytes[copy.at] !== 0x22) return undefined;
    const micros = parseRfc3339(this.stringAt(copy.at, copy.after));
    return isReasonable(micros) ? micros : undefined;
  }

  private layout(): number {
    const isBeta = this.apiVersion === 'audit.k8s.io/v1beta1' || (!this.hasKind && this.hasMetadata);
    if (isBeta) return this.hasKind ? layouts.v1beta1 : layouts.v1beta1Item;
    return this.hasKind ? layouts.v1 : layouts.v1Item;
  }

  /** `at` is the opening brace. Returns the offset after the closing one, or -1. */
  private readObject(at: number, { members, folded }: MemberTable, path: readonly string[]): number {
    const { bytes, scanner } = this;
    let position = scanner.skipBlanks(at + 1);
    if (bytes[position] === 0x7d && position < scanner.end) return position + 1;
    let expected = 0;
    for (;;) {
      const found = this.matchMember(position, members, expected);
      if (found >= 0) {
        const member = members[found] as Member;
        expected = found + 1;
        const value = position + member.literal.length;
        position = this.readMember(scanner.skipGap(value), member, path);
      } else position = this.readOddMember(position, folded, path);
      if (position < 0) return -1;
      position = scanner.skipGap(position);
      if (position >= scanner.end) return -1;
      const byte = bytes[position];
      if (byte === 0x7d) return position + 1;
      if (byte !== 0x2c) return -1;
      position = scanner.skipGap(position + 1);
    }
  }

  /** The member whose literal stands at `at`, tried in the usual order beginning with the expected one; -1 for none. */
  private matchMember(at: number, members: readonly Member[], expected: number): number {
    const { length } = members;
    const { view } = this.row;
    const { end } = this.scanner;
    for (let index = expected; index < length; index += 1)
      if ((members[index] as Member).literal.isAt(view, at, end)) return index;
    for (let index = 0; index < expected; index += 1)
      if ((members[index] as Member).literal.isAt(view, at, end)) return index;
    return -1;
  }

  /** A key that is not written as usual: in another case, escaped, with blanks around it, or unknown. */
  private readOddMember(at: number, folded: MemberTable['folded'], path: readonly string[]): number {
    const { bytes, scanner } = this;
    if (at >= scanner.end || bytes[at] !== 0x22) return -1;
    const afterKey = scanner.skipString(at);
    if (afterKey < 0) return -1;
    const colon = scanner.skipBlanks(afterKey);
    if (colon >= scanner.end || bytes[colon] !== 0x3a) return -1;
    const value = scanner.skipBlanks(colon + 1);
    const key = String(JSON.parse(decoder.decode(bytes.subarray(at, afterKey)))).toWellFormed();
    const member = folded.get(foldKey(key));
    if (member) return this.readMember(value, member, path);
    const after = scanner.skipValue(value);
    if (after >= 0) this.keepOther([...path, key], value, after);
    return after;
  }

  private readMember(at: number, member: Member, path: readonly string[]): number {
    const { bytes, scanner } = this;
    if (member.read.kind === 'object' && bytes[at] === 0x7b && at < scanner.end) {
      if (member.name === 'responseStatus' && Number.isNaN(this.row.responseCode)) this.row.responseCode = 0;
      return this.readObject(at, member.read.table, member.read.path);
    }
    scanner.traits = 0;
    const isString = at < scanner.end && bytes[at] === 0x22;
    const after = isString ? scanner.skipString(at) : scanner.skipValue(at);
    if (after < 0) return -1;
    const isNull = bytes[at] === 0x6e;
    if (!isNull && !this.takeValue(member.read, at, after)) this.keepOther([...path, member.name], at, after);
    return after;
  }

  /** Takes a value into its column; false where it is of a type that the member cannot have. */
  private takeValue(read: MemberKind, at: number, after: number): boolean {
    const { bytes, row } = this;
    const isString = bytes[at] === 0x22;
    switch (read.kind) {
      case 'text':
        if (isString) this.takeString(columnIndex[read.column], at, after);
        return isString;
      case 'json':
        return this.takeJson(read, at, after);
      case 'time':
        return isString && this.takeTime(read.target, at, after);
      case 'code':
        return this.takeCode(at, after);
      case 'eventKind':
        this.hasKind = true;
        this.isEvent &&= isString && this.stringAt(at, after) === 'Event';
        return true;
      case 'apiVersion':
        this.apiVersion = isString ? this.stringAt(at, after) : '';
        this.isEvent &&= this.apiVersion.startsWith('audit.k8s.io/');
        return true;
      case 'timeCopy':
        this.hasMetadata = true;
        this.copies.push({ name: read.name, at, after });
        return true;
      case 'statusMetadata':
        return after - at === 2 && bytes[at] === 0x7b;
      case 'object':
        return false;
      default:
        row.layout = layouts.raw;
        return unreachable(read);
    }
  }

  private stringAt(at: number, after: number): string {
    return String(JSON.parse(decoder.decode(this.bytes.subarray(at, after))));
  }

  private takeString(column: number, at: number, after: number): void {
    const { bytes, row, scanner } = this;
    if (scanner.traits === 0) row.setSlice(column, at + 1, after - 1);
    else if ((scanner.traits & trait.irregular) === 0) {
      const room = row.reserve(after - at);
      row.setScratch(column, room, decodeStringInto(bytes, at + 1, after - 1, row.scratchBytes, room));
    } else row.setText(column, this.stringAt(at, after).toWellFormed());
  }

  private takeJson(read: Extract<MemberKind, { kind: 'json' }>, at: number, after: number): boolean {
    const { bytes, row, scanner } = this;
    const column = columnIndex[read.column];
    const first = bytes[at];
    if (read.shape === 'array' ? first !== 0x5b : read.shape === 'object' ? first !== 0x7b : false) return false;
    // An empty list or map is left out by Go; a struct behind a pointer is written even when it is empty.
    const isOmitted = read.shape !== 'any' && !read.names;
    if (isOmitted && after - at === 2) {
      row.setSlice(column, at, at);
      return true;
    }
    if (read.names || (scanner.traits & trait.irregular) !== 0) {
      const text = canonicalJson(bytes, at, after, read.names ? { memberNames: read.names } : {});
      row.setText(column, isOmitted && text.length === 2 ? '' : text);
    } else if ((scanner.traits & trait.html) === 0) row.setSlice(column, at, after);
    else {
      const room = row.reserve(after - at);
      row.setScratch(column, room, unescapeHtmlInto(bytes, at, after, row.scratchBytes, room));
    }
    return true;
  }

  private takeTime(target: 'time' | 'requestReceivedAt', at: number, after: number): boolean {
    const { bytes, row } = this;
    let micros = readMicroTime(bytes, at + 1, after - 1);
    const isPlain = !Number.isNaN(micros);
    if (!isPlain) micros = parseRfc3339(this.stringAt(at, after));
    const isKept = isReasonable(micros);
    row[target] = isKept ? micros : Number.NaN;
    row.setTimeAt(target, isPlain && isKept ? at + 1 : -1);
    return isKept;
  }

  private takeCode(at: number, after: number): boolean {
    const { bytes, row } = this;
    const isNegative = bytes[at] === 0x2d;
    let code = 0;
    for (let index = isNegative ? at + 1 : at; index < after; index += 1) {
      const digit = (bytes[index] as number) - 0x30;
      // A point, an exponent, or no number at all.
      if (digit < 0 || digit > 9) return false;
      code = code * 10 + digit;
    }
    if (isNegative) code = -code;
    if (code < -(2 ** 31) || code >= 2 ** 31) return false;
    row.responseCode = code;
    return true;
  }

  private keepOther(path: readonly string[], from: number, to: number): void {
    const key = path.join('\u0000');
    // Deleting first moves a repeated key to where its last value stands.
    this.others.delete(key);
    this.others.set(key, { path, json: canonicalJson(this.bytes, from, to) });
  }

  /** The others as one JSON object in which each stands under its path. */
  private otherJson(): string {
    const top = new Map<string, string>();
    const nested = new Map<string, string[]>();
    for (const { path, json } of this.others.values()) {
      const [first = '', second] = path;
      if (second === undefined) top.set(first, json);
      else if (nested.has(first)) nested.get(first)?.push(`${canonicalString(second)}:${json}`);
      else nested.set(first, [`${canonicalString(second)}:${json}`]);
    }
    for (const [name, members] of nested) {
      const object = `{${members.join(',')}}`;
      const other = top.get(name);
      // Given once as an object and once as something else: both are kept.
      top.set(name, other === undefined ? object : `[${other},${object}]`);
    }
    return `{${[...top].map(([name, json]) => `${canonicalString(name)}:${json}`).join(',')}}`;
  }

  private checkTruncated(): void {
    const { row } = this;
    const column = columnIndex.annotations;
    const bytes = row.bytesOf(column);
    const stop = row.stop(column) - truncatedKey.length;
    // Slashes are rare in annotations: each is looked at as the one of the key.
    for (let at = row.start(column) + truncatedSlash; at <= stop + truncatedSlash; at += 1) {
      if (bytes[at] !== 0x2f || bytes[at + 1] !== 0x74) continue;
      let same = 0;
      while (same < truncatedKey.length && bytes[at - truncatedSlash + same] === truncatedKey[same]) same += 1;
      if (same === truncatedKey.length) {
        row.isTruncated = true;
        return;
      }
    }
  }
}

function isReasonable(micros: number): boolean {
  return micros >= reasonableTime.fromMicros && micros < reasonableTime.toMicros;
}

/** Copies JSON text with `\u0026`, `\u003c` and `\u003e` written as themselves; returns where the copy ends. */
function unescapeHtmlInto(bytes: Uint8Array, from: number, to: number, target: Uint8Array, at: number): number {
  let out = at;
  for (let index = from; index < to; index += 1) {
    const byte = bytes[index] as number;
    if (byte === 0x5c) {
      if (bytes[index + 1] === 0x75 && bytes[index + 2] === 0x30 && bytes[index + 3] === 0x30) {
        const high = bytes[index + 4];
        const low = bytes[index + 5];
        const plain =
          high === 0x32 && low === 0x36
            ? 0x26
            : high === 0x33 && low === 0x63
              ? 0x3c
              : high === 0x33 && low === 0x65
                ? 0x3e
                : 0;
        if (plain !== 0) {
          target[out] = plain;
          out += 1;
          index += 5;
          continue;
        }
      }
      target[out] = byte;
      out += 1;
      index += 1;
      target[out] = bytes[index] as number;
    } else target[out] = byte;
    out += 1;
  }
  return out;
}
