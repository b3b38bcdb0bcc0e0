/** The columns that the table begins with: the answer in words. */
export const sentenceColumns = ['time', 'who', 'did', 'outcome', 'where'] as const;
export type SentenceColumn = (typeof sentenceColumns)[number];

/** A column of the table: one of the sentence, or a field by its name. */
export type Column =
  | { readonly kind: 'sentence'; readonly name: SentenceColumn }
  | { readonly kind: 'field'; readonly name: string };

/** The columns that a URL names; without any, those of the sentence. */
export function readColumns(names: readonly string[] | undefined): readonly Column[] {
  if (!names || names.length === 0) return sentenceColumns.map((name) => ({ kind: 'sentence', name }));
  return names.map((name) => {
    const known = sentenceColumns.find((column) => column === name);
    return known ? { kind: 'sentence', name: known } : { kind: 'field', name };
  });
}

/** The names with one of them a place earlier or later, as far as there is one. */
export function moved(names: readonly string[], name: string, by: -1 | 1): readonly string[] {
  const at = names.indexOf(name);
  const to = at + by;
  if (at < 0 || to < 0 || to >= names.length) return names;
  return names.toSpliced(at, 1).toSpliced(to, 0, name);
}

/** The widths as CSS grid tracks: they fit whatever width there is. */
export function tracks(columns: readonly Column[], isLong: boolean): string {
  const widths: Record<SentenceColumn, string> = {
    time: isLong ? '158px' : '92px',
    who: 'minmax(0, 1.1fr)',
    did: 'minmax(0, 2.6fr)',
    outcome: '56px',
    where: 'minmax(0, 0.9fr)',
  };
  return columns.map((column) => (column.kind === 'sentence' ? widths[column.name] : 'minmax(0, 1fr)')).join(' ');
}
