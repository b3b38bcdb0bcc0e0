import { stringify } from 'yaml';

/** What can be put into a manifest. */
export type Value = string | number | boolean | readonly Value[] | { readonly [key: string]: Value };

/** The lines of one item of a block sequence, its dash in the given column. */
export function blockItem(value: Value, column: number): string[] {
  const lines = stringify(value, { lineWidth: 0 }).trimEnd().split('\n');
  const indent = ' '.repeat(column);
  return lines.map((line, index) => (index === 0 ? `${indent}- ${line}` : `${indent}  ${line}`));
}

/** One value in flow style: JSON, which every YAML reader takes. */
export function flowItem(value: Value): string {
  if (Array.isArray(value)) return `[${value.map(flowItem).join(', ')}]`;
  if (typeof value !== 'object') return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, member]) => `${JSON.stringify(key)}: ${flowItem(member)}`)
    .join(', ')}}`;
}

/** A string as a block-style scalar in the quotes that the scalar before it had. */
export function scalarLike(value: string, old: string): string {
  if (old.startsWith('"')) return JSON.stringify(value);
  if (old.startsWith("'")) return `'${value.replaceAll("'", "''")}'`;
  return stringify(value, { lineWidth: 0 }).trimEnd();
}
