/**
 * Cuts the elements of the array member `name` of a JSON document out of its text, byte for byte: what JSON.parse gives
 * has lost the digits of long numbers and the order of doubled keys. Only members of the outermost object are looked at.
 */
export function arraySlices(text: string, name: string): readonly string[] {
  const start = memberStart(text, name);
  if (start === undefined || text[start] !== '[') return [];
  const slices: string[] = [];
  let depth = 0;
  let from = start + 1;
  for (let at = start; at < text.length; at += 1) {
    const char = text[at];
    if (char === '"') at = stringEnd(text, at);
    else if (char === '[' || char === '{') depth += 1;
    else if (char === ']' || char === '}') depth -= 1;
    const ends = (depth === 1 && char === ',') || (depth === 0 && char === ']');
    if (!ends) continue;
    const slice = text.slice(from, at).trim();
    if (slice) slices.push(slice);
    from = at + 1;
    if (depth === 0) break;
  }
  return slices;
}

/** The offset of the value of a member of the outermost object. */
function memberStart(text: string, name: string): number | undefined {
  const key = JSON.stringify(name);
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') depth -= 1;
    if (char !== '"') continue;
    const end = stringEnd(text, at);
    if (depth === 1 && end - at + 1 === key.length && text.startsWith(key, at)) {
      const value = /\s*:\s*/y;
      value.lastIndex = end + 1;
      if (value.test(text)) return value.lastIndex;
    }
    at = end;
  }
  return undefined;
}

/** The offset of the closing quote of the string that opens at `at`. */
function stringEnd(text: string, at: number): number {
  for (let end = text.indexOf('"', at + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text[end - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return end;
  }
  return text.length;
}
