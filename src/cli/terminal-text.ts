import stringWidth from 'string-width';

/** Control characters, which a terminal would obey, and those that turn the direction of writing around. */
// eslint-disable-next-line no-control-regex -- control characters are what this is about
const unsafe = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Text of unknown origin without what a terminal would obey; tabs and line ends stay. */
export function printable(text: string): string {
  return text.replaceAll(unsafe, '\u{fffd}');
}

/** The same for text that is to stay on its line. */
export function printableLine(text: string): string {
  return printable(text).replaceAll(/[\t\n]/g, ' ');
}

/** JSON text that means the same and that a terminal prints as it is. */
export function printableJson(json: string): string {
  return json.replaceAll(unsafe, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Columns that the text takes on a terminal. */
export function widthOf(text: string): number {
  return stringWidth(text);
}

const maxBeforeCaret = 80;
const maxAfterCaret = 40;

/**
 * The line of the source that holds the offset `from`, and a line that points at the stretch up to `to` below it. A long
 * line is cut around the stretch.
 */
export function pointAt(source: string, from: number, to: number): readonly [string, string] {
  const at = Math.min(Math.max(from, 0), source.length);
  const lineStart = source.lastIndexOf('\n', at - 1) + 1;
  const newline = source.indexOf('\n', at);
  const lineEnd = newline < 0 ? source.length : newline;
  const start = Math.max(lineStart, at - maxBeforeCaret);
  const stretchEnd = Math.min(Math.max(to, at), lineEnd, at + maxAfterCaret);
  const end = Math.min(lineEnd, stretchEnd + maxAfterCaret);
  const before = printable(`${start > lineStart ? '…' : ''}${source.slice(start, at)}`);
  const stretch = printable(source.slice(at, stretchEnd));
  const after = printable(`${source.slice(stretchEnd, end)}${end < lineEnd ? '…' : ''}`);
  const indent = before.replaceAll(/[^\t]+/g, (text) => ' '.repeat(widthOf(text)));
  return [`${before}${stretch}${after}`, `${indent}${'^'.repeat(Math.max(1, widthOf(stretch)))}`];
}
