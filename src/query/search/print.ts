import { unreachable } from '../../base/index.ts';
import type { SearchNode, SearchValue } from './ast.ts';
import { escapeQuotes, isNumber, isReserved, quote } from './lexical.ts';

/** Prints a search so that parsing it gives the same tree. */
export function printSearch(node: SearchNode): string {
  switch (node.kind) {
    case 'all':
      return '*';
    case 'and':
    case 'or':
      return node.items.map((item) => printItem(item, node.kind)).join(` ${node.kind} `);
    case 'not':
      return `not ${printItem(node.item, 'not')}`;
    case 'term':
      return printValue(node.value);
    case 'field':
      return `${printKey(node.key.name)}: ${printValue(node.value)}`;
    case 'equality':
      return `${printKey(node.key.name)} == ${printExact(node.value.text)}`;
    case 'comparison':
      return `${printKey(node.key.name)} ${node.operator} ${printOperand(node.operand.text)}`;
    case 'range': {
      const open = node.fromIncluded ? '[' : '(';
      const close = node.toIncluded ? ']' : ')';
      return `${printKey(node.key.name)} in ${open}${node.from.text} ${node.to.text}${close}`;
    }
    default:
      return unreachable(node);
  }
}

/** Prints a search and a statement as the text of a whole query. */
export function printQuery(search: SearchNode, statement: string): string {
  return `${printSearch(search)} | ${statement}`;
}

function printItem(item: SearchNode, parent: 'and' | 'or' | 'not'): string {
  const isJoin = item.kind === 'and' || item.kind === 'or';
  // `and` binds tighter than `or`, so only an `and` within an `or` needs no parentheses.
  return isJoin && !(parent === 'or' && item.kind === 'and') ? `(${printSearch(item)})` : printSearch(item);
}

/** Writes the name of a field, in quotes where it needs them. */
export function printKey(name: string): string {
  return /^[A-Za-z_][\w./-]*$/.test(name) && !isReserved(name) ? name : quote(name);
}

function printValue(value: SearchValue): string {
  switch (value.kind) {
    case 'any':
      return '*';
    case 'word':
      return escapeQuotes(value.text);
    case 'quoted':
      return quote(value.text);
    case 'phrase':
      return `#${quote(value.text)}`;
    default:
      return unreachable(value);
  }
}

/** Numbers stand bare, any other text in quotes. */
function printExact(text: string): string {
  return isNumber(text) ? text : quote(text);
}

function printOperand(text: string): string {
  return /^[^\s()"|]+$/.test(text) ? text : quote(text);
}
