import { itemsOf, jsonText, membersOf } from '../base/index.ts';
import { factNames, type Facts } from './facts.ts';

// All of JSON text that was checked before.

export type Members = ReadonlyMap<string, Uint8Array>;

/** Longer texts are no name of anything. */
const maxFactLength = 500;
const backslash = 0x5c;
const encoder = new TextEncoder();
const simpleEscapes: Readonly<Record<number, number>> = { 0x6e: 10, 0x72: 13, 0x74: 9, 0x62: 8, 0x66: 12 };

/** The text that a string holds, byte for byte: what is no UTF-8 stays as it is. Undefined for another value. */
export function stringBytes(json: Uint8Array | undefined): Uint8Array | undefined {
  if (!isString(json)) return undefined;
  const inner = json.subarray(1, -1);
  const first = inner.indexOf(backslash);
  if (first < 0) return inner;
  const bytes = new Uint8Array(inner.length);
  bytes.set(inner.subarray(0, first));
  let length = first;
  for (let at = first; at < inner.length; at += 1) {
    let byte = inner[at] as number;
    if (byte === backslash) {
      at += 1;
      byte = inner[at] as number;
      if (byte === 0x75) {
        const { text, after } = character(inner, at - 1);
        length += encoder.encodeInto(text, bytes.subarray(length)).written;
        at = after - 1;
        continue;
      }
      byte = simpleEscapes[byte] ?? byte;
    }
    bytes[length] = byte;
    length += 1;
  }
  return bytes.subarray(0, length);
}

/** Whether a value is a string. */
export function isString(json: Uint8Array | undefined): json is Uint8Array {
  return json?.[0] === 0x22;
}

/** What is written `\uXXXX`, or twice that for a character beyond the first plane. */
function character(bytes: Uint8Array, at: number): { readonly text: string; readonly after: number } {
  const first = codeUnit(bytes, at);
  const isHigh = first >= 0xd800 && first < 0xdc00;
  if (isHigh && bytes[at + 6] === backslash && bytes[at + 7] === 0x75) {
    const second = codeUnit(bytes, at + 6);
    if (second >= 0xdc00 && second < 0xe000) return { text: String.fromCharCode(first, second), after: at + 12 };
  }
  return { text: String.fromCharCode(first).toWellFormed(), after: at + 6 };
}

function codeUnit(bytes: Uint8Array, at: number): number {
  return Number.parseInt(jsonText(bytes.subarray(at + 2, at + 6)), 16);
}

/** The text of a string. Undefined for another value. */
export function stringOf(json: Uint8Array | undefined): string | undefined {
  const bytes = stringBytes(json);
  return bytes && jsonText(bytes);
}

/** The members of an object. Undefined for another value. */
export function objectOf(json: Uint8Array | undefined): Members | undefined {
  return json?.[0] === 0x7b ? membersOf(json) : undefined;
}

/** The items of an array. None for another value. */
export function arrayOf(json: Uint8Array | undefined): readonly Uint8Array[] {
  return json?.[0] === 0x5b ? itemsOf(json) : [];
}

/** Reads what a wrapper tells. `tells` names the member for each, its path with points, or several: `kubernetes.pod_name or pod`. */
export function factsOf(members: Members, tells: Facts): Facts {
  const facts: { -readonly [name in keyof Facts]: Facts[name] } = {};
  for (const name of factNames) {
    for (const path of tells[name]?.split(' or ') ?? []) {
      const value = factText(memberAt(members, path));
      if (value === undefined || value === '') continue;
      facts[name] = value;
      break;
    }
  }
  return facts;
}

function memberAt(members: Members, path: string): Uint8Array | undefined {
  const point = path.indexOf('.');
  const whole = members.get(path);
  if (whole || point < 0) return whole;
  const inner = objectOf(members.get(path.slice(0, point)));
  return inner && memberAt(inner, path.slice(point + 1));
}

/** A name, or a number as it is written. */
function factText(json: Uint8Array | undefined): string | undefined {
  if (!json || json.length > maxFactLength * 6) return undefined;
  const text = stringOf(json) ?? (/^-?\d/.test(jsonText(json.subarray(0, 2))) ? jsonText(json) : undefined);
  return text?.slice(0, maxFactLength).toWellFormed();
}
