/** A run of text as it is, or one character that would not be seen or would deceive, by its name. */
export type TextPart =
  | { readonly kind: 'plain'; readonly text: string }
  | { readonly kind: 'control'; readonly text: string };

/** Controls, formats (bidi, zero-width), lone surrogates, and line and paragraph separators. */
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * Splits text of unknown origin so that nothing in it can act or hide: an escape shows as ESC, a bidi override as U+202E.
 * Emoji keep their joiners.
 */
export function visibleParts(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const found of text.matchAll(hidden)) {
    if (found[0] === '\u200D' && /\p{Extended_Pictographic}/u.test(text.slice(found.index + 1, found.index + 3)))
      continue;
    if (found.index > from) parts.push({ kind: 'plain', text: text.slice(from, found.index) });
    parts.push({ kind: 'control', text: nameOf(found[0]) });
    from = found.index + found[0].length;
  }
  if (from < text.length) parts.push({ kind: 'plain', text: text.slice(from) });
  return parts;
}

/** The same as one string, for titles and canvas. */
export function visibleText(text: string): string {
  return visibleParts(text)
    .map((part) => part.text)
    .join('');
}

/** The first `limit` characters, never half of a surrogate pair; says whether something was left off. */
export function cutText(text: string, limit: number): { readonly text: string; readonly cut: boolean } {
  if (text.length <= limit) return { text, cut: false };
  const end = /[\uD800-\uDBFF]/.test(text[limit - 1] ?? '') ? limit - 1 : limit;
  return { text: text.slice(0, end), cut: true };
}

// The names that ASCII gives its controls; the pictures of Unicode (␛) are missing from most fonts.
const abbreviations: Readonly<Record<number, string>> = Object.fromEntries([
  ...'NUL SOH STX ETX EOT ENQ ACK BEL BS TAB LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US'
    .split(' ')
    .map((name, code) => [code, name]),
  [0x7f, 'DEL'],
]);

function nameOf(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  const short = abbreviations[code];
  if (short !== undefined) return short;
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
