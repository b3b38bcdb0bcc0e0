import { type Diagnostic, fail, ok, type Result, said, type Said, type Span, unreachable } from '../base/index.ts';
import type { SearchKey, SearchNode, SearchNumber, SearchText, SearchValue } from '../query/index.ts';
import { type BoundValue, isNumber, type MarkedStatement } from './placeholders.ts';
import { problem, shortened } from './problem.ts';

/** Puts values in the place of the marks of a search. Places stay those of the marked text. */
export function bindSearch(
  search: SearchNode,
  marked: MarkedStatement,
  values: readonly BoundValue[],
): Result<SearchNode> {
  const problems: Diagnostic[] = [];
  const bound = bindNode(search, { marked, values, problems });
  return problems.length > 0 ? fail(...problems) : ok(bound);
}

interface Binding {
  readonly marked: MarkedStatement;
  readonly values: readonly BoundValue[];
  readonly problems: Diagnostic[];
}

function bindNode(node: SearchNode, binding: Binding): SearchNode {
  switch (node.kind) {
    case 'all':
      return node;
    case 'and':
    case 'or':
      return { ...node, items: node.items.map((item) => bindNode(item, binding)) };
    case 'not':
      return { ...node, item: bindNode(node.item, binding) };
    case 'term':
      return bindTerm(node, binding);
    case 'field':
      checkKey(node.key, binding);
      return { ...node, value: bindValue(node.value, binding) };
    case 'equality':
      checkKey(node.key, binding);
      return bindEquality(node, binding);
    case 'comparison':
      checkKey(node.key, binding);
      return { ...node, operand: bindNumber(node.operand, binding) };
    case 'range':
      checkKey(node.key, binding);
      return { ...node, from: bindNumber(node.from, binding), to: bindNumber(node.to, binding) };
    default:
      return unreachable(node);
  }
}

/** Nothing equals the empty text; as a value it stands for a field that is empty or absent, as it does in a filter. */
function bindEquality(node: Extract<SearchNode, { kind: 'equality' }>, binding: Binding): SearchNode {
  const value = bindText(node.value, binding);
  if (value.text !== '' || node.value.text === '') return { ...node, value };
  return { kind: 'field', key: node.key, value: { ...value, kind: 'quoted' }, span: node.span };
}

function bindTerm(node: Extract<SearchNode, { kind: 'term' }>, binding: Binding): SearchNode {
  const value = bindValue(node.value, binding);
  return value.kind === 'any' ? { kind: 'all', span: node.span } : { ...node, value };
}

function bindValue(value: SearchValue, binding: Binding): SearchValue {
  const { marked, values } = binding;
  if (value.kind === 'any' || !marked.has(value.text)) return value;
  const text = marked.replace(value.text, (index) => values[index]?.text ?? '');
  // A text without a word in it would find every event that has the field.
  if (text !== '' && text.trim() === '') return { kind: 'phrase', text, span: value.span };
  if (value.kind !== 'word') return { ...value, text };
  // Wildcards that the author wrote: around placeholders, or in their defaults.
  const authors = marked.replace(value.text, (index) => (values[index]?.isFallback === true ? values[index].text : ''));
  const hasWildcard = /[*?]/.test(authors);
  if (text === '*' && hasWildcard) return { kind: 'any', span: value.span };
  if (isSimpleWord(text) || (hasWildcard && isWord(text))) return { ...value, text };
  if (!hasWildcard) return { kind: 'quoted', text, span: value.span };
  const message = said`"${shortened(text)}" stands beside a wildcard, and is more than one word`;
  binding.problems.push(problem('variable-beside-wildcard', value.span, message, said`give a value without blanks`));
  return value;
}

function bindText(value: SearchText, { marked, values }: Binding): SearchText {
  return { ...value, text: marked.replace(value.text, (index) => values[index]?.text ?? '') };
}

/** Says whether a text can stand unquoted wherever a value can, and reads best so. */
function isSimpleWord(text: string): boolean {
  return (
    /^[A-Za-z0-9][\w./-]*$/.test(text) &&
    !/^(?:and|or|not|in|sort|asc|desc|group|by|avg|sum|min|max|limit)$/i.test(text)
  );
}

/** Says whether a text with wildcards is one word to the parser, wherever it stands. */
function isWord(text: string): boolean {
  return /^[^\s()"|:<>=#]+$/.test(text);
}

function bindNumber(operand: SearchNumber, binding: Binding): SearchNumber {
  const { marked, values } = binding;
  if (!marked.has(operand.text)) return operand;
  const value = values[marked.indexOf(operand.text) ?? -1];
  if (!value) return refuse(operand, binding, said`a placeholder cannot be a part of a number`);
  if (!isNumber(value.text)) {
    const message = said`"${shortened(value.text)}", the value of "${value.name}", is no number`;
    binding.problems.push(problem('variable-not-a-number', operand.span, message));
  }
  return { ...operand, text: value.text };
}

function checkKey(key: SearchKey, binding: Binding): void {
  if (binding.marked.has(key.name)) refuse(key, binding, said`a placeholder cannot be the name of a field`);
}

function refuse<T extends { readonly span: Span }>(part: T, { problems }: Binding, message: Said): T {
  problems.push(problem('variable-as-name', part.span, message, said`write it where a value stands`));
  return part;
}
