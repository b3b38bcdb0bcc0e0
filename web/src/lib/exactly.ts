import { buildSearch, printSearch } from '../../../src/query/index.ts';

/** A condition that a field is this text and nothing else. */
export function exactly(field: string, value: string): string {
  return printSearch(buildSearch.equals(field, value));
}
