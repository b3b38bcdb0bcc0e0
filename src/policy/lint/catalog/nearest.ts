/** Edits between two texts, a swap of neighbours counting as one, or `limit + 1` where there are more than `limit`. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      current.push(best);
    }
    // What is too far already comes no nearer; two rows, because a swap looks two back.
    if (Math.min(...current) > limit && Math.min(...previous) > limit) return limit + 1;
    before = previous;
    previous = current;
  }
  return previous[b.length] ?? 0;
}

/** Names longer than this are nobody's slip of the pen. */
const longest = 80;

/** The candidate that a misspelt name means: at most two edits away, one for a name of at most `short` characters. */
export function nearest(name: string, candidates: Iterable<string>, short = 4): string | undefined {
  if (name.length > longest) return undefined;
  const limit = name.length <= short ? 1 : 2;
  let found: { readonly name: string; readonly edits: number } | undefined;
  for (const candidate of candidates) {
    const edits = distance(name.toLowerCase(), candidate.toLowerCase(), limit);
    if (edits <= limit && (!found || edits < found.edits)) found = { name: candidate, edits };
  }
  return found?.name;
}
