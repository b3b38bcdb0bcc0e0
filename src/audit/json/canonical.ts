import { invariant } from '../../base/index.ts';
import { maxEngineDepth } from './scan.ts';

const decoder = new TextDecoder();

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
  if (!/^-?\d+$/.test(token) || token.length < 19) return true;
  const value = BigInt(token);
  return value >= -(2n ** 63n) && value < 2n ** 64n;
}

/** Finds a member's canonical name as Go's encoding/json does: exactly, else in any case (with its two odd folds). */
export function foldMember(key: string, names: readonly string[]): string | undefined {
  if (names.includes(key)) return key;
  const fold = (text: string): string => text.toLowerCase().replaceAll('\u017f', 's').replaceAll('\u212a', 'k');
  const folded = fold(key);
  return names.find((name) => fold(name) === folded);
}

const token = /[ \t\r\n]*("(?:[^"\\]|\\.)*"|[{}[\],:]|[^ \t\r\n{}[\],:"]+)/gsy;

/**
 * Rewrites valid JSON into its canonical text. The slow road, for values that a scan found irregular; iterative, so depth
 * costs no stack. `text` has passed the scanner.
 */
export function canonicalJsonText(text: string, options: CanonicalOptions = {}): string {
  const open: OpenContainer[] = [];
  let finished: string | undefined;
  const put = (value: string): void => {
    const top = open.at(-1);
    if (!top) finished = value;
    else if (top.isObject) {
      // Deleting first moves a repeated key to where its last value stands.
      top.members.delete(top.key);
      top.members.set(top.key, value);
      top.key = '';
    } else top.elements.push(value);
  };
  let expectsKey = false;
  token.lastIndex = 0;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const part = match[1] as string;
    if (part === '{' || part === '[') {
      open.push({ isObject: part === '{', elements: [], members: new Map(), key: '' });
      expectsKey = part === '{';
    } else if (part === '}' || part === ']') {
      const closed = open.pop();
      invariant(closed, 'a container closes that is not open');
      const inner = closed.isObject
        ? `{${[...closed.members].map(([key, value]) => `${canonicalString(key)}:${value}`).join(',')}}`
        : `[${closed.elements.join(',')}]`;
      put(open.length === maxEngineDepth ? canonicalString(inner) : inner);
      expectsKey = false;
    } else if (part === ',') expectsKey = open.at(-1)?.isObject === true;
    else if (part === ':') expectsKey = false;
    else if (expectsKey) {
      const key = String(JSON.parse(part)).toWellFormed();
      const top = open.at(-1);
      invariant(top, 'a key outside an object');
      top.key = open.length === 1 && options.memberNames ? (foldMember(key, options.memberNames) ?? key) : key;
    } else if (part.startsWith('"')) put(canonicalString(String(JSON.parse(part))));
    else put(/^[tfn]/.test(part) || isEngineNumber(part) ? part : canonicalString(part));
  }
  invariant(finished !== undefined && open.length === 0, 'text that passed the scanner is JSON');
  return finished;
}

/** `canonicalJsonText` of bytes; what is no UTF-8 becomes U+FFFD, as Go reads it. */
export function canonicalJson(bytes: Uint8Array, from: number, to: number, options?: CanonicalOptions): string {
  return canonicalJsonText(decoder.decode(bytes.subarray(from, to)), options);
}
