import { type Diagnostic, type Span, unreachable } from '../../base/index.ts';
import { fields } from '../../audit/index.ts';
import { type EmitContext, type FieldReference, resolveField } from '../fields/index.ts';
import { nearest, sql, type SqlNode } from '../types/index.ts';
import type { SearchKey, SearchNode, SearchValue } from './ast.ts';
import { clusterCondition } from './compile-cluster.ts';
import { fieldCondition } from './compile-field.ts';
import { type Bound, isNumeric, numberCondition } from './compile-number.ts';
import { joinWords } from './compile-words.ts';
import { always, any, every, never } from './condition.ts';
import { fullTextCondition, fullTextWords } from './full-text.ts';
import { isNumber, maxConditionLength, quote } from './lexical.ts';
import { literalPatterns, patternsOf } from './word-pattern.ts';
import { printSearch } from './print.ts';
import { problem, SearchRejection } from './rejection.ts';

/** A search as the engine takes it. */
export interface CompiledSearch {
  /**
   * A condition over the columns of `events`, a UInt8, never NULL; `always` finds everything. Text of the user is in the parameters
   * only. It needs the settings `output_format_json_escape_forward_slashes=0`, and `use_top_k_dynamic_filtering=0` so that
   * the text index is used.
   */
  readonly condition: SqlNode;
  /** An error among them means that the condition (then `never`) must not be run. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Compiles a search. It does not say what the caller may see: the scope is a condition of its own. */
export function compileSearch(node: SearchNode, context: EmitContext): CompiledSearch {
  const diagnostics: Diagnostic[] = [];
  const condition = compileNode(node, { ...context, diagnostics });
  if (condition.length > maxConditionLength) diagnostics.push(tooLarge(node.span));
  const isWrong = diagnostics.some((diagnostic) => diagnostic.severity === 'error');
  return { condition: isWrong ? never : condition, diagnostics };
}

function tooLarge(span: Span): Diagnostic {
  const most = maxConditionLength.toLocaleString('en');
  return problem(
    'error',
    'search-too-long',
    span,
    `cannot run the search: it becomes a condition of more than ${most} characters`,
    'ask for fewer members of bodies at once, or search for the words without a field',
  );
}

interface Compilation extends EmitContext {
  readonly diagnostics: Diagnostic[];
}

/** Depth is bounded by the parser. An error gives a condition too, so that all errors are told at once. */
function compileNode(node: SearchNode, context: Compilation): SqlNode {
  switch (node.kind) {
    case 'all':
      return always;
    case 'and':
      return compileAnd(node.items, context);
    case 'or':
      return compileOr(node.items, context);
    case 'not':
      return sql`NOT (${compileNode(node.item, context)})`;
    case 'term':
    case 'field':
    case 'comparison':
    case 'range':
      return reporting(context, () => compileCondition(node, context));
    default:
      return unreachable(node);
  }
}

function compileOr(items: readonly SearchNode[], context: Compilation): SqlNode {
  const { conditions, others } = joinWords(items);
  return any([...conditions, ...others.map((item) => compileNode(item, context))]);
}

/** What is not to be there is one OR that is not to hold. */
function compileAnd(items: readonly SearchNode[], context: Compilation): SqlNode {
  const denied = items.flatMap((item) => (item.kind === 'not' ? [item.item] : []));
  const { conditions, others } = joinWords(denied);
  const rest = items.filter((item) => item.kind !== 'not' || others.includes(item.item));
  return every([
    ...rest.map((item) => compileNode(item, context)),
    ...conditions.map((condition) => sql`NOT (${condition})`),
  ]);
}

function reporting(context: Compilation, compile: () => SqlNode): SqlNode {
  try {
    return compile();
  } catch (thrown) {
    if (!(thrown instanceof SearchRejection)) throw thrown;
    context.diagnostics.push(thrown.diagnostic);
    return never;
  }
}

type Condition = Extract<SearchNode, { kind: 'term' | 'field' | 'comparison' | 'range' }>;

function compileCondition(node: Condition, context: Compilation): SqlNode {
  switch (node.kind) {
    case 'term':
      return compileTerm(node.value, context);
    case 'field':
      return compileField(node.key, node.value, context);
    case 'comparison': {
      const bounds: Bound[] = [{ operator: node.operator, number: node.operand.text }];
      return compileBounds(node, bounds, context);
    }
    case 'range':
      return compileBounds(
        node,
        [
          { operator: node.fromIncluded ? '>=' : '>', number: node.from.text },
          { operator: node.toIncluded ? '<=' : '<', number: node.to.text },
        ],
        context,
      );
    default:
      return unreachable(node);
  }
}

function compileTerm(value: SearchValue, context: Compilation): SqlNode {
  if (value.kind === 'any') return always;
  if (patternsOf(value).length === 0) warnWordless(value.span, 'it finds everything', context);
  return fullTextCondition(value);
}

function compileField(key: SearchKey, value: SearchValue, context: Compilation): SqlNode {
  const reference = resolveField(key.name);
  if (reference === undefined) throw unknownField(key);
  if (reference.kind === 'reserved') return compileReserved(reference, key, value, context);
  if (value.kind === 'any' || value.text === '') return fieldCondition(reference, value);
  const isLong = reference.kind === 'field' && reference.field.type === 'long';
  if (isLong || (reference.kind === 'member' && value.kind !== 'phrase' && isNumber(value.text))) {
    if (!isNumber(value.text)) throw notANumber(key, value.span, value.kind === 'word' && /[*?]/.test(value.text));
    const equal = numberCondition(reference, [{ operator: '=', number: value.text }], context);
    return isLong ? equal : any([equal, fieldCondition(reference, value)]);
  }
  if (patternsOf(value).length === 0) warnWordless(value.span, `it finds every event with ${key.name}`, context);
  return fieldCondition(reference, value);
}

function compileReserved(
  reference: Extract<FieldReference, { kind: 'reserved' }>,
  key: SearchKey,
  value: SearchValue,
  context: Compilation,
): SqlNode {
  if (reference.name === '__cluster__') return clusterCondition(value, context);
  if (isNumeric(reference)) {
    if (value.kind === 'any') return always;
    if (!isNumber(value.text)) throw notANumber(key, value.span, false);
    return numberCondition(reference, [{ operator: '=', number: value.text }], context);
  }
  context.diagnostics.push(
    problem('warning', 'field-not-kept', key.span, `audit events have no ${key.name}: this finds nothing`),
  );
  return value.kind !== 'any' && value.text === '' ? always : never;
}

/** SLS turns a number on a field that holds none into a search for its words; so do we, and say so. */
function compileBounds(
  node: Extract<Condition, { kind: 'comparison' | 'range' }>,
  bounds: readonly Bound[],
  context: Compilation,
): SqlNode {
  const reference = resolveField(node.key.name);
  if (reference !== undefined && isNumeric(reference)) {
    const value = node.kind === 'comparison' ? node.operand : node.from;
    if (bounds.every(({ number }) => isNumber(number))) return numberCondition(reference, bounds, context);
    if (reference.kind !== 'member') throw notANumber(node.key, value.span, false);
    return compileField(node.key, { kind: 'quoted', ...value }, context);
  }
  if (reference?.kind === 'reserved' && node.kind === 'comparison') {
    return compileReserved(reference, node.key, { kind: 'quoted', ...node.operand }, context);
  }
  const words = literalPatterns(printSearch(node)).length;
  context.diagnostics.push(
    problem(
      'warning',
      'not-a-number-field',
      node.span,
      `${node.key.name} ${reference === undefined ? 'is no field' : 'holds no numbers'}: this is searched as ${words} words of the whole event`,
      reference === undefined ? unknownField(node.key).diagnostic.hint : `write ${node.key.name}: value`,
    ),
  );
  return fullTextWords(printSearch(node));
}

function warnWordless(span: Span, effect: string, context: Compilation): void {
  context.diagnostics.push(
    problem(
      'warning',
      'no-words',
      span,
      `nothing but separators is searched for here: ${effect}`,
      'use a phrase: #"…"',
    ),
  );
}

function notANumber(key: SearchKey, span: Span, isWildcard: boolean): SearchRejection {
  return new SearchRejection(
    'number-expected',
    span,
    isWildcard ? `${key.name} holds numbers: wildcards do not apply` : `${key.name} holds numbers`,
    `write ${key.name} in [400 499]`,
  );
}

const names = fields.map((field) => field.name);

function unknownField(key: SearchKey): SearchRejection {
  const near = nearest(key.name, names);
  return new SearchRejection(
    'unknown-field',
    key.span,
    `there is no field "${key.name}"`,
    near === null ? `if the colon is part of the text, quote it: ${quote(`${key.name}:…`)}` : `did you mean ${near}?`,
  );
}
