import { invariant } from '../../base/index.ts';
import {
  type ComparisonOperator,
  frozen,
  type SearchKey,
  type SearchNode,
  type SearchNumber,
  type SearchValue,
} from './ast.ts';
import { isNumber } from './lexical.ts';

/** The place of what no text was read from. */
const nowhere = frozen({ from: 0, to: 0 });

/**
 * Searches made in code: filters of a dashboard, rules of detections, what a scope adds. They are trees like those that the parser
 * makes, so no text of a user is ever put into the text of a search; `printSearch` writes them.
 */
export const buildSearch = {
  /** Finds everything. */
  all: frozen({ kind: 'all', span: nowhere }) satisfies SearchNode,

  /** Events that match all of these. */
  every: (items: readonly SearchNode[]): SearchNode => joined('and', items),

  /** Events that match one of these, of which there is one at least. */
  some(items: readonly SearchNode[]): SearchNode {
    invariant(items.length > 0, 'one of no searches is no search');
    return joined('or', items);
  },

  /** Events that do not match. */
  not: (item: SearchNode): SearchNode => frozen({ kind: 'not', item, span: nowhere }),

  /** Events that hold all words of a text, anywhere. */
  words: (text: string): SearchNode => frozen({ kind: 'term', value: valueOf('quoted', text), span: nowhere }),

  /** Events of which a field holds all words of a text; of the empty text, events of which it is empty. */
  field: (name: string, text: string): SearchNode => fieldOf(name, valueOf('quoted', text)),

  /** Events of which a field holds a text as it is, upper and lower case alike. */
  phrase: (name: string, text: string): SearchNode => fieldOf(name, valueOf('phrase', text)),

  /** Events of which a field holds a word that begins so; it is of letters, digits, `.` and `-` only, of which no other meaning is known. */
  begins(name: string, word: string): SearchNode {
    invariant(/^[\w.-]+$/.test(word), `"${word}" is no plain word`);
    return fieldOf(name, frozen({ kind: 'word', text: `${word}*`, span: nowhere }));
  },

  /** Events of which a field is exactly this text, or this number; a list, where one of its items is. */
  equals: (name: string, text: string): SearchNode =>
    frozen({ kind: 'equality', key: keyOf(name), value: frozen({ text, span: nowhere }), span: nowhere }),

  /** Events of which a field has a word that begins so; the beginning is letters, digits, `_`, `.` and `-`. */
  prefix: (name: string, begin: string): SearchNode =>
    fieldOf(name, frozen({ kind: 'word', text: `${begin}*`, span: nowhere })),

  /** Events that have a field. */
  exists: (name: string): SearchNode => fieldOf(name, frozen({ kind: 'any', span: nowhere })),

  /** Events of which a number compares so. */
  compare: (name: string, operator: ComparisonOperator, number: string): SearchNode =>
    frozen({ kind: 'comparison', key: keyOf(name), operator, operand: numberOf(number), span: nowhere }),

  /** Events of which a number lies between two others, or is one of them. */
  between: (name: string, from: string, to: string): SearchNode =>
    frozen({
      kind: 'range',
      key: keyOf(name),
      from: numberOf(from),
      to: numberOf(to),
      fromIncluded: true,
      toIncluded: true,
      span: nowhere,
    }),
};

function joined(kind: 'and' | 'or', items: readonly SearchNode[]): SearchNode {
  const [first, second] = items;
  if (first === undefined) return buildSearch.all;
  return second === undefined ? first : frozen({ kind, items: Object.freeze([...items]), span: nowhere });
}

function valueOf(kind: 'quoted' | 'phrase', text: string): SearchValue {
  return frozen({ kind, text, span: nowhere });
}

function fieldOf(name: string, value: SearchValue): SearchNode {
  return frozen({ kind: 'field', key: keyOf(name), value, span: nowhere });
}

function keyOf(name: string): SearchKey {
  invariant(name !== '', 'a field has a name');
  return frozen({ name, span: nowhere });
}

function numberOf(text: string): SearchNumber {
  invariant(isNumber(text), `"${text}" is no number`);
  return frozen({ text, span: nowhere });
}
