import { invariant } from '../../base/index.ts';
import { maxEngineDepth } from './scan.ts';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * How canonical JSON text differs from what came: no blanks; strings in UTF-8 with only the escapes `\"`, `\\`, `\n`, `\r`,
 * `\t`, `\b`, `\f` and `\u00XX` for other control characters; of duplicate keys the last one, as Go takes it; a number
 * that the engine's JSON functions refuse, and a subtree that nests too deep for them, as a string that holds its text.
 */
export interface CanonicalOptions {
  /** Names of the outermost object's members, which Go matches in any case. */
  readonly memberNames?: readonly string[];
}

interface OpenContainer {
  readonly isObject: boolean;
  /** Texts of the elements, or of `"key":value` by key. */
  readonly elements: string[];
  readonly members: Map<string, string>;
  key: string;
}

/** Text of a string as it stands in canonical JSON, quotes included. Lone surrogates become U+FFFD. */
export function canonicalString(text: string): string {
  // JSON.stringify writes lone surrogates as escapes; well-formed text has none. It leaves U+2028 and non-ASCII alone.
  return JSON.stringify(text.toWellFormed());
}

/** Whether the engine can read this number: a finite double, and within 64 bits if it is an integer. */
function isEngineNumber(token: string): boolean {
  if (!Number.isFinite(Number(token))) return false;
  if (token.length < 19 || !/^-?\d+$/.test(token)) return true;
  if (token.length > 20) return false;
  const value = BigInt(token);
  return value >= -(2n ** 63n) && value < 2n ** 64n;
}

/** A key as Go's encoding/json folds it when it looks for a member in any case, with its two odd folds (ſ and the Kelvin sign). */
export function foldKey(key: string): string {
  return key.toLowerCase().replaceAll('\u017f', 's').replaceAll('\u212a', 'k');
}

/** Finds a member's canonical name as Go's encoding/json does: exactly, else in any case. */
export function foldMember(key: string, names: readonly string[]): string | undefined {
  if (names.includes(key)) return key;
  const folded = foldKey(key);
  return names.find((name) => foldKey(name) === folded);
}

/** Where the token ends that begins at `at`: a string, a bracket, a comma, a colon, a number or a word. */
function endOfToken(text: string, at: number): number {
  const first = text.charCodeAt(at);
  let end = at + 1;
  if (first === 0x22) {
    for (; text.charCodeAt(end) !== 0x22; end += 1) if (text.charCodeAt(end) === 0x5c) end += 1;
    return end + 1;
  }
  if (isPunctuation(first)) return end;
  while (end < text.length && !isPunctuation(text.charCodeAt(end)) && text.charCodeAt(end) > 0x20) end += 1;
  return end;
}

/** `{`, `}`, `[`, `]`, `:`, `,`. */
function isPunctuation(code: number): boolean {
  return code === 0x7b || code === 0x7d || code === 0x5b || code === 0x5d || code === 0x3a || code === 0x2c;
}

/** Puts a document together from tokens. */
class Builder {
  private readonly memberNames: readonly string[] | undefined;
  private readonly open: OpenContainer[] = [];
  private expectsKey = false;
  finished = '';

  constructor(memberNames: readonly string[] | undefined) {
    this.memberNames = memberNames;
  }

  take(token: string): void {
    switch (token.charCodeAt(0)) {
      case 0x7b: // {
      case 0x5b: // [
        this.expectsKey = token === '{';
        this.open.push({ isObject: this.expectsKey, elements: [], members: new Map(), key: '' });
        return;
      case 0x7d: // }
      case 0x5d: // ]
        this.close();
        return;
      case 0x2c: // a comma
        this.expectsKey = this.open.at(-1)?.isObject === true;
        return;
      case 0x3a: // a colon
        this.expectsKey = false;
        return;
      case 0x22:
        if (this.expectsKey) this.takeKey(String(JSON.parse(token)).toWellFormed());
        else this.put(canonicalString(String(JSON.parse(token))));
        return;
      default:
        this.put(/^[tfn]/.test(token) || isEngineNumber(token) ? token : canonicalString(token));
    }
  }

  private takeKey(key: string): void {
    const top = this.open.at(-1);
    invariant(top, 'a key outside an object');
    const names = this.open.length === 1 ? this.memberNames : undefined;
    top.key = names ? (foldMember(key, names) ?? key) : key;
  }

  private close(): void {
    const closed = this.open.pop();
    invariant(closed, 'a container closes that is not open');
    const inner = closed.isObject
      ? `{${[...closed.members].map(([key, value]) => `${canonicalString(key)}:${value}`).join(',')}}`
      : `[${closed.elements.join(',')}]`;
    this.expectsKey = false;
    this.put(this.open.length === maxEngineDepth ? canonicalString(inner) : inner);
  }

  private put(value: string): void {
    const top = this.open.at(-1);
    if (!top) this.finished = value;
    else if (top.isObject) {
      // Deleting first moves a repeated key to where its last value stands.
      top.members.delete(top.key);
      top.members.set(top.key, value);
    } else top.elements.push(value);
  }
}

/**
 * Rewrites valid JSON into its canonical text. The slow road, for values that a scan found irregular; iterative, so depth
 * costs no stack. `text` has passed the scanner.
 */
export function canonicalJsonText(text: string, options: CanonicalOptions = {}): string {
  const builder = new Builder(options.memberNames);
  for (let at = 0; at < text.length;) {
    if (text.charCodeAt(at) <= 0x20) {
      at += 1;
      continue;
    }
    const end = endOfToken(text, at);
    builder.take(text.slice(at, end));
    at = end;
  }
  return builder.finished;
}

/** `canonicalJsonText` of bytes; what is no UTF-8 becomes U+FFFD, as Go reads it. */
export function canonicalJson(bytes: Uint8Array, from: number, to: number, options?: CanonicalOptions): string {
  return canonicalJsonText(decoder.decode(bytes.subarray(from, to)), options);
}
