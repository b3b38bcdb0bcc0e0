/** Text as a string of CSS: whatever is neither a letter nor a digit is written as its code point, so that no text ends the string. */
export function cssString(text: string): string {
  const escaped = text.replace(/[^\p{L}\p{N} ]/gu, (character) => `\\${(character.codePointAt(0) ?? 0).toString(16)} `);
  return `"${escaped}"`;
}
