/**
 * Reads a JSON path as Trino does: `$`, then `.name` (letters, digits, `_`, `:`) or `[…]` with digits, a name, or a quoted
 * text in which a backslash escapes. The parts are names; on an array a name of digits is an index from 0. Null is a bad path.
 */
export function readJsonPath(path: string): readonly string[] | null {
  if (!path.startsWith('$')) return null;
  const parts: string[] = [];
  let rest = path.slice(1);
  while (rest !== '') {
    const match =
      /^\.([\p{L}\p{Nd}_:]+)/u.exec(rest) ??
      /^\[([\p{L}\p{Nd}_]+)\]/u.exec(rest) ??
      /^\["((?:[^"\\]|\\["\\])*)"\]/u.exec(rest);
    if (!match) return null;
    parts.push((match[1] ?? '').replaceAll(/\\(["\\])/g, '$1'));
    rest = rest.slice(match[0].length);
  }
  return parts;
}
