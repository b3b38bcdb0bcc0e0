/** A text without what ends its line. */
export function withoutLineEnd(text: Uint8Array): Uint8Array {
  if (text.at(-1) !== 0x0a) return text;
  return text.subarray(0, text.at(-2) === 0x0d ? -2 : -1);
}
