/** A run of text as it is, or one character that would not be seen or would deceive, by its name. */
export type TextPart =
  | { readonly kind: 'plain'; readonly text: string }
  | { readonly kind: 'control'; readonly text: string };

/** Controls, formats (bidi, zero-width), lone surrogates, and line and paragraph separators. */
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * Splits text of unknown origin so that nothing in it can act or hide: an escape shows as ␛, a bidi override as U+202E.
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

function nameOf(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '␡';
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
