import { type Field, fields } from '../../audit/index.ts';
import type { Span } from '../../base/index.ts';
import { resolveField } from '../fields/index.ts';
import { quote, printKey, type SearchToken, searchTokens, unquoted } from '../search/index.ts';

/** What may be written at the caret. */
export type SearchCompletion =
  /** A field's name, and behind a condition an operator. */
  | {
      readonly kind: 'field';
      readonly replace: Span;
      readonly prefix: string;
      readonly fields: readonly CompletedField[];
      readonly keywords: readonly string[];
    }
  /** A value of that field, for the caller to fetch; `completedValue` writes one. */
  | { readonly kind: 'value'; readonly replace: Span; readonly prefix: string; readonly field: string }
  | { readonly kind: 'none' };

export interface CompletedField {
  readonly field: Field;
  /** What stands in the search once it is chosen: the name, in quotes where needed, and `: `. */
  readonly insert: string;
}

/** Says what is expected at an offset of a search. `prefix` is what stands there already, without quotes. */
export function completeSearch(text: string, caret: number): SearchCompletion {
  const tokens = searchTokens(text);
  const index = tokens.findIndex((token) => token.from <= caret && caret <= token.to && token.kind !== 'operator');
  const touched = index < 0 ? undefined : tokens[index];
  const before = tokens.filter((token) => token.to <= (touched?.from ?? caret));
  const previous = before.at(-1);
  if (touched !== undefined && touched.kind === 'punctuation' && touched.to !== caret) return { kind: 'none' };
  const current = touched?.kind === 'punctuation' ? undefined : touched;
  const left = touched?.kind === 'punctuation' && touched.to === caret ? touched : previous;
  const replace = current === undefined ? { from: caret, to: caret } : { from: current.from, to: current.to };
  const prefix = unquoted(text.slice(replace.from, caret));
  if (left?.kind === 'operator') return completeValue(text, before, { replace, prefix });
  if (current?.kind === 'number') return { kind: 'none' };
  return completeField({ replace, prefix }, left);
}

/** Operators behind which a field's values are offered. */
const valueOperators: ReadonlySet<string> = new Set([':', '==']);

interface Place {
  readonly replace: Span;
  readonly prefix: string;
}

function completeValue(text: string, before: readonly SearchToken[], place: Place): SearchCompletion {
  const key = before.at(-2);
  const operator = before.at(-1);
  if (key?.kind !== 'field' || operator === undefined || !valueOperators.has(text.slice(operator.from, operator.to))) {
    return { kind: 'none' };
  }
  const name = unquoted(text.slice(key.from, key.to));
  return resolveField(name) === undefined ? { kind: 'none' } : { kind: 'value', field: name, ...place };
}

function completeField(place: Place, left: SearchToken | undefined): SearchCompletion {
  const wanted = place.prefix.toLowerCase();
  const found = fields
    .map((field) => ({ field, rank: rankOf(field.name.toLowerCase(), wanted) }))
    .filter(({ rank }) => rank < notFound)
    .toSorted((one, other) => one.rank - other.rank)
    .map(({ field }) => ({ field, insert: `${printKey(field.name)}: ` }));
  const isBehindCondition = left !== undefined && !['keyword', 'operator'].includes(left.kind) && left.kind !== 'field';
  const keywords = (isBehindCondition ? ['and', 'or', 'not'] : ['not']).filter((word) => word.startsWith(wanted));
  return { kind: 'field', fields: found, keywords, ...place };
}

const notFound = 4;

/** Best is a name that begins so, then one whose last part does, then any that holds it. */
function rankOf(name: string, wanted: string): number {
  if (name.startsWith(wanted)) return 0;
  if (name.slice(name.lastIndexOf('.') + 1).startsWith(wanted)) return 1;
  return name.includes(wanted) ? 2 : notFound;
}

/** Writes a value behind `field: ` so that it is searched for as it is. */
export function completedValue(value: string): string {
  if (/^[\w.-]+$/.test(value)) return value;
  return quote(value);
}
