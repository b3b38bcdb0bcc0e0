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

/** The widths as CSS grid tracks. */
export function tracks(columns: readonly Column[], isLong: boolean): string {
  const widths: Record<SentenceColumn, string> = {
    time: isLong ? '162px' : '98px',
    who: 'minmax(140px, 1.1fr)',
    did: 'minmax(220px, 2.6fr)',
    outcome: '92px',
    where: 'minmax(110px, 0.8fr)',
  };
  return columns.map((column) => (column.kind === 'sentence' ? widths[column.name] : 'minmax(120px, 1fr)')).join(' ');
}
