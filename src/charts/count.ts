/** Writes a number of a chart. */
export type Count = (value: unknown) => string;

/** Numbers with the separators of the language; what is none is a dash. */
export function countFormat(language: string): Count {
  const format = new Intl.NumberFormat(language, { maximumFractionDigits: 3 });
  return (value) => (typeof value === 'number' ? format.format(value) : '–');
}
