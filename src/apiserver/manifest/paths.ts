// Paths inside a Linux container, whatever system this code runs on.

/** Normalises an absolute path: no doubled slashes, no `.`, no `..`, no slash at its end. A relative one stays as it is. */
export function normalisePath(path: string): string {
  if (!path.startsWith('/')) return path;
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** The folder that a path lies in. */
export function parentPath(path: string): string {
  const normal = normalisePath(path);
  return normal.slice(0, normal.lastIndexOf('/')) || '/';
}

/** What remains of a path below a folder (`''` for the folder itself), or undefined where it lies elsewhere. */
export function pathBelow(folder: string, path: string): string | undefined {
  const top = normalisePath(folder);
  const inner = normalisePath(path);
  if (inner === top) return '';
  const prefix = top === '/' ? '/' : `${top}/`;
  return inner.startsWith(prefix) ? inner.slice(prefix.length) : undefined;
}

/** Puts two parts of a path together. */
export function joinPath(folder: string, rest: string): string {
  return normalisePath(rest === '' ? folder : `${folder}/${rest}`);
}
