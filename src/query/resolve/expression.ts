import { unreachable, said } from '../../base/index.ts';
import { type Expression, type Lambda, type SortItem, reject } from '../sql/index.ts';
import type { Analysis, ExpressionPlace } from './analysis.ts';
import { resolveCall, resolveScalar } from './call.ts';
import { isCastable } from './castable.ts';
import { coerce, coerceAll } from './coerce.ts';
import { commonType, type Type, isComparable, isOrderable, typeText, types } from '../types/index.ts';
import { resolveLiteral } from './literal.ts';
import { resolveCondition } from './special-form.ts';
import { columnReference, rejectName, resolveName } from './scope.ts';
import { resolveInQuery, resolveQuantified, resolveScalarQuery } from './subquery.ts';
import { resolveTypeName } from './type-name.ts';
import type { SortKey, Typed } from './typed.ts';

type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

/** Resolves the names and the types of an expression. */
export function resolveExpression(analysis: Analysis, expression: Expression, place: ExpressionPlace): Typed {
  switch (expression.kind) {
    case 'null':
    case 'boolean':
    case 'integer':
    case 'double':
    case 'string':
    case 'binary':
    case 'typed':
    case 'interval':
      return resolveLiteral(expression);
    case 'name':
    case 'member':
      return expression.kind === 'name'
        ? resolveReference(analysis, expression, place)
        : resolveMember(analysis, expression, place);
    case 'call':
      return resolveCall(analysis, expression, place);
    case 'lambda':
      return reject('lambda-not-allowed', said`A lambda can only be the argument of a function`, expression.span);
    case 'arithmetic':
      return operator(analysis, expression.operator, [expression.left, expression.right], expression, place);
    case 'negate':
      return operator(analysis, 'negate', [expression.value], expression, place);
    case 'concat':
      return operator(analysis, '||', [expression.left, expression.right], expression, place);
    case 'at-time-zone':
      return operator(analysis, 'AT TIME ZONE', [expression.value, expression.zone], expression, place);
    case 'subscript':
      return operator(analysis, '[]', [expression.value, expression.index], expression, place);
    case 'like':
      return resolveLike(analysis, expression, place);
    default:
      return resolvePredicate(analysis, expression, place);
  }
}

function operator(
  analysis: Analysis,
  name: string,
  operands: readonly Expression[],
  at: Expression,
  place: ExpressionPlace,
): Typed {
  const called = analysis.functions.find(`operator ${name}`);
  if (!called) throw new Error(`BUG: the catalogue lacks operator ${name}`);
  return resolveScalar(analysis, called, operands, at, place);
}

function resolvePredicate(
  analysis: Analysis,
  expression: Exclude<
    Expression,
    | { kind: 'null' | 'boolean' | 'integer' | 'double' | 'string' | 'binary' | 'typed' | 'interval' }
    | Of<
        | 'name'
        | 'member'
        | 'call'
        | 'lambda'
        | 'arithmetic'
        | 'negate'
        | 'concat'
        | 'at-time-zone'
        | 'subscript'
        | 'like'
      >
  >,
  place: ExpressionPlace,
): Typed {
  const { span } = expression;
  const resolve = (part: Expression) => analysis.expression(part, place);
  switch (expression.kind) {
    case 'and':
    case 'or': {
      const terms = expression.terms.map((term) =>
        resolveCondition(analysis, term, place, said`Logical expression term`),
      );
      return { kind: expression.kind, terms, type: types.boolean, span };
    }
    case 'not': {
      const value = resolveCondition(analysis, expression.value, place, said`Value of logical NOT expression`);
      return { kind: 'not', value, type: types.boolean, span };
    }
    case 'comparison':
      return compare(resolve(expression.left), expression.operator, resolve(expression.right), span);
    case 'is-distinct':
      return compare(resolve(expression.left), 'is-distinct', resolve(expression.right), span);
    case 'between': {
      const value = resolve(expression.value);
      const least = compare(value, '>=', resolve(expression.lower), span);
      const most = compare(value, '<=', resolve(expression.upper), span);
      return { kind: 'and', terms: [least, most], type: types.boolean, span };
    }
    case 'is-null':
      return { kind: 'is-null', value: resolve(expression.value), type: types.boolean, span };
    case 'in-list': {
      const [first, ...items] = [expression.value, ...expression.items].map(resolve);
      if (!first) throw new Error('BUG: IN without a value');
      const { values } = coerceAll([first, ...items], said`All IN list operands`, span);
      const [value = first, ...list] = values;
      return { kind: 'in-list', value, items: list, type: types.boolean, span };
    }
    case 'case':
      return resolveCase(analysis, expression, place);
    case 'cast':
      return resolveCast(expression.type, resolve(expression.value), expression);
    case 'array': {
      if (expression.items.length === 0) {
        return { kind: 'array', items: [], type: { kind: 'array', element: types.unknown }, span };
      }
      const { values, type } = coerceAll(expression.items.map(resolve), said`All ARRAY elements`, span);
      return { kind: 'array', items: values, type: { kind: 'array', element: type }, span };
    }
    case 'row': {
      const items = expression.items.map(resolve);
      const fields = items.map((item) => ({ name: null, type: item.type }));
      return { kind: 'row', items, type: { kind: 'row', fields }, span };
    }
    case 'exists':
    case 'scalar-query':
      return resolveScalarQuery(analysis, expression.kind, expression.query, place);
    case 'in-query':
      return resolveInQuery(analysis, resolve(expression.value), expression.query, place, span);
    case 'quantified':
      return resolveQuantified(analysis, resolve(expression.value), expression, place);
    default:
      return unreachable(expression);
  }
}

function resolveReference(analysis: Analysis, expression: Of<'name'>, place: ExpressionPlace): Typed {
  const { parts, span } = expression;
  const [first] = parts;
  const alias = parts.length === 1 && first ? place.aliases.get(first.name.toLowerCase()) : undefined;
  if (alias && !place.inAggregate) return resolveAlias(analysis, alias, place);
  const found = resolveName(place.scope, parts, span);
  if (!found) {
    if (alias) return resolveAlias(analysis, alias, place);
    return rejectName(place.scope, parts, span, [...place.aliases.keys()]);
  }
  let value = columnReference(found.field.column, found.field.name ?? '', span);
  for (const member of found.members) value = takeMember(value, member.name, span);
  return value;
}

/** What an alias stands for sees no aliases itself. */
function resolveAlias(analysis: Analysis, alias: Expression, place: ExpressionPlace): Typed {
  return analysis.expression(alias, { ...place, aliases: new Map() });
}

function resolveMember(analysis: Analysis, expression: Of<'member'>, place: ExpressionPlace): Typed {
  return takeMember(analysis.expression(expression.value, place), expression.member.name, expression.span);
}

function takeMember(value: Typed, name: string, span: Of<'member'>['span']): Typed {
  const fields = value.type.kind === 'row' ? value.type.fields : [];
  const index = fields.findIndex((field) => field.name?.toLowerCase() === name.toLowerCase());
  const field = fields[index];
  if (!field) return reject('column-not-found', said`Column '${name}' cannot be resolved`, span);
  return { kind: 'field', value, index, type: field.type, span };
}

/** Resolves a comparison of two values, coerced to their common type. */
export function compare(
  left: Typed,
  sign: Extract<Typed, { kind: 'comparison' }>['operator'],
  right: Typed,
  span: Typed['span'],
): Typed {
  const type = commonType(left.type, right.type);
  const ordered = sign !== '=' && sign !== '<>' && sign !== 'is-distinct';
  const fits = type !== null && (ordered ? isOrderable(type) : isComparable(type)) && !mixesJson(left.type, right.type);
  if (!fits) {
    const text = sign === 'is-distinct' ? 'IS DISTINCT FROM' : sign;
    return reject(
      'type-mismatch',
      said`Cannot apply operator: ${typeText(left.type)} ${text} ${typeText(right.type)}`,
      span,
      said`make them one type with CAST`,
    );
  }
  const sides = { left: coerce(left, type), right: coerce(right, type) };
  return { kind: 'comparison', operator: sign, ...sides, type: types.boolean, span };
}

function mixesJson(left: Type, right: Type): boolean {
  return (left.kind === 'json') !== (right.kind === 'json') && left.kind !== 'unknown' && right.kind !== 'unknown';
}

function resolveLike(analysis: Analysis, expression: Of<'like'>, place: ExpressionPlace): Typed {
  const { value, pattern, escape } = expression;
  const operands = escape ? [value, pattern, escape] : [value, pattern];
  return operator(analysis, 'LIKE', operands, expression, place);
}

function resolveCase(analysis: Analysis, expression: Of<'case'>, place: ExpressionPlace): Typed {
  const { span } = expression;
  const operand = expression.operand && analysis.expression(expression.operand, place);
  const conditions = expression.branches.map(({ when }) => {
    if (!operand) return resolveCondition(analysis, when, place, said`CASE WHEN clause`);
    return compare(operand, '=', analysis.expression(when, place), when.span);
  });
  const results = expression.branches.map(({ result }) => analysis.expression(result, place));
  const otherwise = expression.otherwise ? [analysis.expression(expression.otherwise, place)] : [];
  const { values, type } = coerceAll([...results, ...otherwise], said`All CASE results`, span);
  const branches = conditions.map((when, index) => {
    const result = values[index];
    if (!result) throw new Error('BUG: a CASE branch without a result');
    return { when, result };
  });
  return { kind: 'if', branches, otherwise: values[branches.length] ?? null, type, span };
}

function resolveCast(name: Of<'cast'>['type'], value: Typed, expression: Of<'cast'>): Typed {
  const type = resolveTypeName(name);
  const { span, safe } = expression;
  if (!isCastable(value.type, type)) {
    return reject('type-mismatch', said`Cannot cast ${typeText(value.type)} to ${typeText(type)}`, span);
  }
  if (value.kind === 'literal' && value.value === null) return { ...value, type };
  return { kind: 'cast', value, type, safe, span };
}

/** Resolves a lambda whose parameters have the given types. */
export function resolveLambda(
  analysis: Analysis,
  lambda: Lambda,
  parameterTypes: readonly Type[],
  place: ExpressionPlace,
): Typed {
  const parameters = parameterTypes.map((type) => analysis.newColumn(type, true));
  const fields = lambda.parameters.flatMap((identifier, index) => {
    const column = parameters[index];
    return column ? [{ qualifier: null, name: identifier.name, column }] : [];
  });
  const scope = { fields, open: [], outer: place.scope };
  const aliases = new Map(
    [...place.aliases].filter(([name]) => fields.every((field) => field.name.toLowerCase() !== name)),
  );
  const body = analysis.expression(lambda.body, { ...place, scope, aliases, aggregates: null, windows: null });
  const type: Type = { kind: 'function', parameters: parameterTypes, result: body.type };
  return { kind: 'lambda', parameters, body, type, span: lambda.span };
}

/** Resolves a key of an ORDER BY. */
export function resolveSortKey(analysis: Analysis, item: SortItem, place: ExpressionPlace): SortKey {
  const value = analysis.expression(item.value, place);
  if (!isOrderable(value.type)) {
    reject(
      'type-mismatch',
      said`Type ${typeText(value.type)} is not orderable, and therefore cannot be used in ORDER BY`,
      value.span,
    );
  }
  return { value, descending: item.descending, nulls: item.nulls ?? 'last' };
}
