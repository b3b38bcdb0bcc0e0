/** Adds a value to the query, or takes it away again; `exclude` adds its negation. */
export type Filter = (field: string, value: string, exclude: boolean) => void;

/** Says whether a click asks to exclude: with Alt held. */
export function excludes(event: { readonly altKey: boolean }): boolean {
  return event.altKey;
}
