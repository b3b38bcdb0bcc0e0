const special = /[<>&\u2028\u2029]/g;
const hasSpecial = /[<>&\u2028\u2029]/;

/** Writes a value as Go's encoding/json does: like JSON.stringify, with `<`, `>`, `&` and two line separators escaped. */
export function goJson(value: unknown): string {
  const text = JSON.stringify(value);
  if (!hasSpecial.test(text)) return text;
  return text.replace(special, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
