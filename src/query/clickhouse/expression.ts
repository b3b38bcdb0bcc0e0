import { unreachable } from '../../base/index.ts';
import { arrayValue, lambda, type Operand, partOf, raw, sql, type SqlNode, tupleOf } from '../types/index.ts';
import type { Typed } from '../resolve/index.ts';
import { emitCall } from './call.ts';
import { emitCast } from './cast/cast.ts';
import { emitComparison, equality } from './comparison.ts';
import type { Emitter } from './emitter.ts';
import { emitLiteral } from './literal.ts';
import { startNaming } from './names.ts';
import { emitExists, emitInQuery, emitQuantified, emitScalarQuery } from './subquery.ts';

/** Makes the SQL of an expression. */
export function emitExpression(emitter: Emitter, value: Typed): Operand {
  switch (value.kind) {
    case 'literal':
      return emitLiteral(emitter, value.value, value.type);
    case 'column':
      return { node: raw(value.column.id), nullable: value.column.nullable };
    case 'call':
      return emitCall(emitter, value);
    case 'aggregate':
      throw new Error('BUG: an aggregate outside of an aggregation');
    case 'lambda': {
      const [first] = value.parameters;
      const body = (first ? emitter.withVariable(first.id) : emitter).expression(value.body);
      const variables = value.parameters.map((parameter) => parameter.id);
      return { node: lambda(variables, body.node), nullable: body.nullable };
    }
    case 'cast':
      return emitCast(value.safe ? emitter.quietly() : emitter, value);
    case 'try':
      return emitter.quietly().expression(value.value);
    case 'scalar-query':
      return emitScalarQuery(emitter, value);
    case 'exists':
      return emitExists(emitter, value);
    case 'in-query':
      return emitInQuery(emitter, value);
    case 'quantified':
      return emitQuantified(emitter, value);
    case 'comparison':
      return emitComparison(emitter, value.operator, value.left, value.right);
    default:
      return emitForm(emitter, value);
  }
}

type FormKind = 'and' | 'or' | 'not' | 'is-null' | 'in-list' | 'if' | 'coalesce' | 'nullif' | 'array' | 'row' | 'field';
type Form = Exclude<Typed, { kind: Exclude<Typed['kind'], FormKind> }>;

function emitForm(emitter: Emitter, value: Form): Operand {
  switch (value.kind) {
    case 'and':
    case 'or':
      return emitLogic(emitter, value.kind, value.terms);
    case 'not':
      return ofOperand(emitter, emitter.expression(value.value), ({ node }) => sql`not(${node})`);
    case 'is-null': {
      const operand = emitter.expression(value.value);
      if (!operand.nullable) return { node: sql`0`, nullable: false };
      return { ...ofOperand(emitter, operand, ({ node }) => sql`isNull(${node})`), nullable: false };
    }
    case 'in-list':
      return emitInList(emitter, value);
    case 'if':
      return emitIf(emitter, value);
    case 'coalesce':
      return emitCoalesce(emitter, value.items);
    case 'nullif': {
      const naming = startNaming(emitter);
      const first = naming.use(emitter.expression(value.value));
      const compared = emitComparisonOf(emitter, value, naming.use(emitter.expression(value.other)));
      return naming.finish(sql`if(${compared}, NULL, ${first.node})`, true);
    }
    case 'array':
    case 'row': {
      const items = value.items.map((item) => emitter.expression(item));
      const naming = startNaming(emitter);
      const nodes = items.map((item) => naming.use(item).node);
      const made = value.kind === 'row' ? tupleOf(...nodes) : arrayValue(sql`[${nodes}]`);
      return naming.finish(made, false);
    }
    case 'field': {
      const operand = emitter.expression(value.value);
      const made = ofOperand(emitter, operand, (row) => partOf(row, value.index + 1));
      return { ...made, nullable: true };
    }
    default:
      return unreachable(value);
  }
}

function emitComparisonOf(emitter: Emitter, value: Extract<Form, { kind: 'nullif' }>, other: Operand): SqlNode {
  const left = emitCast(emitter, {
    kind: 'cast',
    value: value.value,
    type: value.compared,
    safe: false,
    span: value.span,
  });
  const naming = startNaming(emitter);
  const made = equality(naming.use(left), other, value.compared);
  return naming.finish(made, true).node;
}

/** Something that is NULL where its operand is, as ClickHouse's own functions are. */
function ofOperand(emitter: Emitter, operand: Operand, make: (named: Operand) => SqlNode): Operand {
  const naming = startNaming(emitter);
  return naming.finish(make(naming.use(operand)), operand.nullable);
}

/**
 * AND and OR. The engine may take the terms of a WHERE apart and reorder them, so a term that can fail is put where only
 * the terms before it lead to.
 */
function emitLogic(emitter: Emitter, kind: 'and' | 'or', terms: readonly Typed[]): Operand {
  const operands = terms.map((term) => emitter.expression(term));
  const nullable = operands.some((operand) => operand.nullable);
  const firstFallible = operands.findIndex((operand, index) => index > 0 && operand.node.fallible);
  const naming = startNaming(emitter);
  const nodes = operands.map((operand) => naming.use(operand).node);
  const join = (some: readonly SqlNode[]) => (some.length === 1 ? sql`${some}` : sql`${raw(kind)}(${some})`);
  if (firstFallible < 0) return naming.finish(join(nodes), nullable);
  const [before, after] = [join(nodes.slice(0, firstFallible)), join(nodes.slice(firstFallible))];
  const guarded =
    kind === 'and' ? sql`if(ifNull(${before}, 1), ${after}, 0)` : sql`if(ifNull(${before}, 0), 1, ${after})`;
  return naming.finish(join([...nodes.slice(0, firstFallible), guarded]), nullable);
}

function emitInList(emitter: Emitter, value: Extract<Form, { kind: 'in-list' }>): Operand {
  const naming = startNaming(emitter);
  const operand = naming.use(emitter.expression(value.value));
  const items = value.items.map((item) => ({ typed: item, made: emitter.expression(item) }));
  const { type } = value.value;
  const isPlain = type.kind === 'varchar' || type.kind === 'bigint' || type.kind === 'integer';
  const constants = items.filter(({ typed, made }) => isPlain && typed.kind === 'literal' && !made.nullable);
  const others = items.filter((item) => !constants.includes(item));
  const tests = others.map(({ made }) => equality(operand, naming.use(made), type));
  if (constants.length > 0) tests.unshift(sql`in(${operand.node}, tuple(${constants.map(({ made }) => made.node)}))`);
  const nullable = operand.nullable || items.some(({ made }) => made.nullable);
  return naming.finish(tests.length === 1 ? sql`${tests}` : sql`or(${tests})`, nullable);
}

function emitIf(emitter: Emitter, value: Extract<Form, { kind: 'if' }>): Operand {
  const branches = value.branches.map(({ when, result }) => ({
    when: emitter.expression(when),
    result: emitter.expression(result),
  }));
  const otherwise = value.otherwise ? emitter.expression(value.otherwise) : { node: sql`NULL`, nullable: true };
  const nodes = [...branches.flatMap(({ when, result }) => [when.node, result.node]), otherwise.node];
  const nullable = [...branches.map(({ result }) => result), otherwise].some((part) => part.nullable);
  return { node: sql`${raw(branches.length === 1 ? 'if' : 'multiIf')}(${nodes})`, nullable };
}

function emitCoalesce(emitter: Emitter, items: readonly Typed[]): Operand {
  const operands = items.map((item) => emitter.expression(item));
  const nullable = operands.every((operand) => operand.nullable);
  const naming = startNaming(emitter);
  if (!operands.slice(1).some((operand) => operand.node.fallible)) {
    return naming.finish(sql`coalesce(${operands.map((operand) => naming.use(operand).node)})`, nullable);
  }
  // coalesce computes all it is given; multiIf does not.
  const names = operands.map((operand) => naming.use(operand).node);
  const tests = names.slice(0, -1).map((name) => sql`isNotNull(${name}), ${name}`);
  return naming.finish(sql`multiIf(${[...tests, ...names.slice(-1)]})`, true);
}
