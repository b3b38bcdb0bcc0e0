import { isAlias, isCollection, isPair, isScalar, type Node } from 'yaml';
import { invariant } from '../../base/index.ts';

/** The offset right after the last character of a node's content: comments and blank lines behind it are not counted. */
export function contentEnd(node: unknown): number {
  if (isPair(node)) return contentEnd(node.value ?? node.key);
  if (isCollection(node) && node.flow !== true && node.items.length > 0) return contentEnd(node.items.at(-1));
  return rangeOf(node)[1];
}

/** Where a node begins and where its content ends; every node of a parsed document has a range. */
export function rangeOf(node: unknown): readonly [number, number] {
  invariant(
    isScalar(node) || isAlias(node) || isCollection(node),
    'a parsed node is a scalar, an alias or a collection',
  );
  const { range } = node satisfies Node;
  invariant(range, 'a parsed node has a range');
  return [range[0], range[1]];
}

/** The offset at which the line of an offset begins. */
export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** The offset behind the line break that ends the line of `offset`, or the end of the text where there is none. */
export function lineEnd(text: string, offset: number): number {
  if (offset > 0 && text[offset - 1] === '\n') return offset;
  const found = text.indexOf('\n', offset);
  return found === -1 ? text.length : found + 1;
}

/** The line break that a text uses. */
export function lineBreak(text: string): '\n' | '\r\n' {
  const first = text.indexOf('\n');
  return first > 0 && text[first - 1] === '\r' ? '\r\n' : '\n';
}
