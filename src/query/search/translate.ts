import { type Diagnostic, nearest, type Span, unreachable, said, type Said } from '../../base/index.ts';
import { type ColumnName, type Field, fields } from '../../audit/index.ts';
import { type FieldReference, resolveField } from '../fields/index.ts';
import type { ComparisonOperator, SearchKey, SearchNode, SearchText, SearchValue } from './ast.ts';
import { isNumber, maxTree, quote } from './lexical.ts';
import { printSearch } from './print.ts';
import { problem, SearchRejection } from './rejection.ts';
import { literalPatterns, patternsOf } from './word-pattern.ts';

/** A bound of a comparison or range. */
export interface Bound {
  readonly operator: ComparisonOperator;
  readonly number: string;
}

/** A value with words or a phrase. */
export type WordsValue = Exclude<SearchValue, { kind: 'any' }>;

/**
 * What a search is translated into: the engine's SQL, or a function over one event. Its parts say how the primitive conditions of a
 * search are said there; what they mean together is decided here, once for all.
 */
export interface SearchTarget<Condition> {
  constant(holds: boolean): Condition;
  every(conditions: readonly Condition[]): Condition;
  any(conditions: readonly Condition[]): Condition;
  not(condition: Condition): Condition;
  /** An AND or OR of a search; `translate` gives the condition of a part. */
  join(kind: 'and' | 'or', items: readonly SearchNode[], translate: (item: SearchNode) => Condition): Condition;
  /** The event holds all words of a value, and a phrase as it is. Throws SearchRejection. */
  fullText(value: WordsValue): Condition;
  /** A field exists, is empty, or holds all words of a value, and a phrase as it is. Throws SearchRejection. */
  field(reference: Exclude<FieldReference, { kind: 'reserved' }>, value: SearchValue): Condition;
  /** The field's number is within all bounds. The bounds are numbers. */
  number(reference: FieldReference, bounds: readonly Bound[]): Condition;
  /** A field is this text, or one of its items is. The text is not empty unless the field is a member. */
  equal(reference: Exclude<FieldReference, { kind: 'reserved' }>, text: string): Condition;
  /** The event is of a cluster whose name matches. */
  cluster(value: SearchValue): Condition;
  /** The event is of the cluster of this name. */
  clusterNamed(name: string): Condition;
}

/** A search in its target, and what is to be said of it. */
export interface TranslatedSearch<Condition> {
  readonly condition: Condition;
  /** An error among them means that the condition must not be used. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Refuses a tree that is larger than any that is parsed, before anything recurses over it. */
function checkTree(root: SearchNode): Diagnostic | null {
  let nodes = 0;
  for (const left = [{ node: root, depth: 1 }]; ;) {
    const next = left.pop();
    if (!next) return null;
    nodes++;
    const { node, depth } = next;
    if (nodes > maxTree.nodes)
      return treeTooLarge(
        'search-too-long',
        said`cannot run the search: it has more than ${maxTree.nodes} conditions`,
        root.span,
      );
    if (depth > maxTree.depth)
      return treeTooLarge(
        'search-too-deep',
        said`cannot run the search: it has more than ${maxTree.depth} levels`,
        root.span,
      );
    const inner = node.kind === 'not' ? [node.item] : node.kind === 'and' || node.kind === 'or' ? node.items : [];
    for (const item of inner) left.push({ node: item, depth: depth + 1 });
  }
}

function treeTooLarge(code: 'search-too-long' | 'search-too-deep', message: Said, span: Span): Diagnostic {
  return problem('error', code, span, message, said`ask for less at once`);
}

interface Translation<Condition> {
  readonly target: SearchTarget<Condition>;
  readonly diagnostics: Diagnostic[];
}

/** Translates a search. */
export function translateSearch<Condition>(
  node: SearchNode,
  target: SearchTarget<Condition>,
): TranslatedSearch<Condition> {
  const tooLarge = checkTree(node);
  if (tooLarge) return { condition: target.constant(false), diagnostics: [tooLarge] };
  const translation = { target, diagnostics: [] };
  return { condition: translateNode(node, translation), diagnostics: translation.diagnostics };
}

/** An error gives a condition too, so that all errors are told at once. */
function translateNode<C>(node: SearchNode, translation: Translation<C>): C {
  const { target } = translation;
  switch (node.kind) {
    case 'all':
      return target.constant(true);
    case 'and':
    case 'or':
      return target.join(node.kind, node.items, (item) => translateNode(item, translation));
    case 'not':
      return target.not(translateNode(node.item, translation));
    case 'term':
    case 'field':
    case 'equality':
    case 'comparison':
    case 'range':
      return reporting(translation, () => translateCondition(node, translation));
    default:
      return unreachable(node);
  }
}

function reporting<C>({ target, diagnostics }: Translation<C>, translate: () => C): C {
  try {
    return translate();
  } catch (thrown) {
    if (!(thrown instanceof SearchRejection)) throw thrown;
    diagnostics.push(thrown.diagnostic);
    return target.constant(false);
  }
}

type PlainNode = Extract<SearchNode, { kind: 'term' | 'field' | 'equality' | 'comparison' | 'range' }>;

function translateCondition<C>(node: PlainNode, translation: Translation<C>): C {
  switch (node.kind) {
    case 'term':
      return translateTerm(node.value, translation);
    case 'field':
      return translateField(node.key, node.value, translation);
    case 'equality':
      return translateEquality(node.key, node.value, translation);
    case 'comparison': {
      const bounds: Bound[] = [{ operator: node.operator, number: node.operand.text }];
      return translateBounds(node, bounds, translation);
    }
    case 'range':
      return translateBounds(
        node,
        [
          { operator: node.fromIncluded ? '>=' : '>', number: node.from.text },
          { operator: node.toIncluded ? '<=' : '<', number: node.to.text },
        ],
        translation,
      );
    default:
      return unreachable(node);
  }
}

function translateTerm<C>(value: SearchValue, translation: Translation<C>): C {
  const { target } = translation;
  if (value.kind === 'any') return target.constant(true);
  if (patternsOf(value).length === 0) warnWordless(value.span, said`it finds everything`, translation);
  return target.fullText(value);
}

function translateField<C>(key: SearchKey, value: SearchValue, translation: Translation<C>): C {
  const { target } = translation;
  const reference = resolveField(key.name);
  if (reference === undefined) throw unknownField(key, ':');
  if (reference.kind === 'reserved') return translateReserved(reference, key, value, translation);
  if (value.kind === 'any' || value.text === '') return target.field(reference, value);
  const isLong = reference.kind === 'field' && reference.field.type === 'long';
  if (isLong || (reference.kind === 'member' && value.kind !== 'phrase' && isNumber(value.text))) {
    if (!isNumber(value.text)) throw notANumber(key, value.span, value.kind === 'word' && /[*?]/.test(value.text));
    const equal = target.number(reference, [{ operator: '=', number: value.text }]);
    return isLong ? equal : target.any([equal, target.field(reference, value)]);
  }
  if (patternsOf(value).length === 0)
    warnWordless(value.span, said`it finds every event with ${key.name}`, translation);
  return target.field(reference, value);
}

function translateReserved<C>(
  reference: Extract<FieldReference, { kind: 'reserved' }>,
  key: SearchKey,
  value: SearchValue,
  { target, diagnostics }: Translation<C>,
): C {
  if (reference.name === '__cluster__') return target.cluster(value);
  if (isNumeric(reference)) {
    if (value.kind === 'any') return target.constant(true);
    if (!isNumber(value.text)) throw notANumber(key, value.span, false);
    return target.number(reference, [{ operator: '=', number: value.text }]);
  }
  diagnostics.push(notKept(key));
  return target.constant(value.kind !== 'any' && value.text === '');
}

function notKept(key: SearchKey): Diagnostic {
  return problem('warning', 'field-not-kept', key.span, said`audit events have no ${key.name}: this finds nothing`);
}

function translateEquality<C>(key: SearchKey, value: SearchText, { target, diagnostics }: Translation<C>): C {
  const reference = resolveField(key.name);
  if (reference === undefined) throw unknownField(key, '==');
  if (reference.kind === 'reserved' && reference.name === '__cluster__') return target.clusterNamed(value.text);
  if (reference.kind !== 'member' && isNumeric(reference)) {
    if (!isNumber(value.text)) throw notANumber(key, value.span, false);
    return target.number(reference, [{ operator: '=', number: value.text }]);
  }
  if (reference.kind === 'reserved') {
    diagnostics.push(notKept(key));
    return target.constant(false);
  }
  if (reference.kind === 'field' && isObject(reference.field)) {
    const message = said`${key.name} is an object, which no text equals: this finds nothing`;
    diagnostics.push(problem('warning', 'object-equals-nothing', key.span, message, said`name one of its members`));
    return target.constant(false);
  }
  // What is absent equals nothing, also not the empty text, as which columns hold it.
  if (reference.kind === 'field' && value.text === '') return target.constant(false);
  return target.equal(reference, value.text.toWellFormed());
}

/** Says whether a field holds an object wherever it is there. */
function isObject({ source }: Field): boolean {
  return source.kind === 'object' || (source.kind === 'json' && !mayBeText.has(source.column));
}

/** JSON that holds a list, or whatever a client sent. */
const mayBeText: ReadonlySet<ColumnName> = new Set(['user_groups', 'source_ips', 'request_object', 'response_object']);

/** Says whether a field holds numbers: its type says so, or it is a member, whose type is not known. */
function isNumeric(reference: FieldReference): boolean {
  if (reference.kind === 'reserved')
    return ['__time__', '__time_ns_part__', '__receive_time__'].includes(reference.name);
  return reference.kind === 'member' || reference.field.type === 'long';
}

/** SLS turns a number on a field that holds none into a search for its words; so do we, and say so. */
function translateBounds<C>(
  node: Extract<PlainNode, { kind: 'comparison' | 'range' }>,
  bounds: readonly Bound[],
  translation: Translation<C>,
): C {
  const { target, diagnostics } = translation;
  const reference = resolveField(node.key.name);
  if (reference !== undefined && isNumeric(reference)) {
    const value = node.kind === 'comparison' ? node.operand : node.from;
    if (bounds.every(({ number }) => isNumber(number))) return target.number(reference, bounds);
    if (reference.kind !== 'member') throw notANumber(node.key, value.span, false);
    return translateField(node.key, { kind: 'quoted', ...value }, translation);
  }
  if (reference?.kind === 'reserved' && node.kind === 'comparison') {
    return translateReserved(reference, node.key, { kind: 'quoted', ...node.operand }, translation);
  }
  const text = printSearch(node);
  const words = literalPatterns(text).length;
  diagnostics.push(
    problem(
      'warning',
      'not-a-number-field',
      node.span,
      reference === undefined
        ? said`${node.key.name} is no field: this is searched as ${words} words of the whole event`
        : said`${node.key.name} holds no numbers: this is searched as ${words} words of the whole event`,
      reference === undefined ? unknownFieldHint(node.key, ':') : said`write ${node.key.name}: value`,
    ),
  );
  return target.fullText({ kind: 'quoted', text, span: node.span });
}

function warnWordless<C>(span: Span, effect: Said, { diagnostics }: Translation<C>): void {
  diagnostics.push(
    problem(
      'warning',
      'no-words',
      span,
      said`nothing but separators is searched for here: ${effect}`,
      said`use a phrase: #"…"`,
    ),
  );
}

function notANumber(key: SearchKey, span: Span, isWildcard: boolean): SearchRejection {
  return new SearchRejection(
    'number-expected',
    span,
    isWildcard ? said`${key.name} holds numbers: wildcards do not apply` : said`${key.name} holds numbers`,
    said`write ${key.name} in [400 499]`,
  );
}

const names = fields.map((field) => field.name);

function unknownField(key: SearchKey, operator: ':' | '=='): SearchRejection {
  return new SearchRejection(
    'unknown-field',
    key.span,
    said`there is no field "${key.name}"`,
    unknownFieldHint(key, operator),
  );
}

function unknownFieldHint(key: SearchKey, operator: ':' | '=='): Said {
  const near = nearest(key.name, names);
  if (near !== null) return said`did you mean ${near}?`;
  const quoted = quote(`${key.name}${operator}…`);
  return operator === ':'
    ? said`if the colon is part of the text, quote it: ${quoted}`
    : said`if the "==" is part of the text, quote it: ${quoted}`;
}
