import { unreachable } from '../../base/index.ts';
import { arrayValue, partOf, tupleOf } from '../types/index.ts';
import type { Typed } from '../resolve/index.ts';
import { emitCall } from './call.ts';
import { emitCast } from './cast/cast.ts';
import { emitComparison, equality } from './comparison.ts';
import { type Emitted, type Emitter, constantSql } from './emitter.ts';
import { emitLiteral } from './literal.ts';
import { startNaming } from './names.ts';
import { emitExists, emitInQuery, emitQuantified, emitScalarQuery } from './subquery.ts';

/** Prints an expression. */
export function emitExpression(emitter: Emitter, value: Typed): Emitted {
  switch (value.kind) {
    case 'literal':
      return emitLiteral(emitter, value.value, value.type);
    case 'column':
      return constantSql(value.column.id, value.column.nullable);
    case 'call':
      return emitCall(emitter, value);
    case 'aggregate':
      throw new Error('BUG: an aggregate outside of an aggregation');
    case 'lambda': {
      const [first] = value.parameters;
      const body = (first ? emitter.withVariable(first.id) : emitter).expression(value.body);
      const text = `(${value.parameters.map((parameter) => parameter.id).join(', ')}) -> ${body.text}`;
      return { text, nullable: body.nullable, simple: true, weight: body.weight, fallible: body.fallible };
    }
    case 'cast':
      return emitCast(value.safe ? emitter.quietly() : emitter, value);
    case 'try':
      return emitTry(emitter, value.value);
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

function emitTry(emitter: Emitter, value: Typed): Emitted {
  return { ...emitter.quietly().expression(value), fallible: false };
}

type FormKind = 'and' | 'or' | 'not' | 'is-null' | 'in-list' | 'if' | 'coalesce' | 'nullif' | 'array' | 'row' | 'field';
type Form = Exclude<Typed, { kind: Exclude<Typed['kind'], FormKind> }>;

function emitForm(emitter: Emitter, value: Form): Emitted {
  switch (value.kind) {
    case 'and':
    case 'or':
      return emitLogic(emitter, value.kind, value.terms);
    case 'not':
      return wrap(emitter, [emitter.expression(value.value)], ([term]) => `not(${term?.text})`);
    case 'is-null': {
      const operand = emitter.expression(value.value);
      const isNull = wrap(emitter, [operand], ([term]) => (operand.nullable ? `isNull(${term?.text})` : '0'));
      return { ...isNull, nullable: false };
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
      return naming.finish(`if(${compared}, NULL, ${first.text})`, { nullable: true, fallible: false });
    }
    case 'array':
    case 'row': {
      const items = value.items.map((item) => emitter.expression(item));
      const naming = startNaming(emitter);
      const texts = items.map((item) => naming.use(item).text);
      const made = value.kind === 'row' ? tupleOf(...texts) : arrayValue(`[${texts.join(', ')}]`);
      return naming.finish(made, { nullable: false, fallible: false });
    }
    case 'field': {
      const operand = emitter.expression(value.value);
      const made = wrap(emitter, [operand], ([term]) => (term ? partOf(term, value.index + 1) : ''));
      return { ...made, nullable: true };
    }
    default:
      return unreachable(value);
  }
}

function emitComparisonOf(emitter: Emitter, value: Extract<Form, { kind: 'nullif' }>, other: Emitted): string {
  const left = emitCast(emitter, {
    kind: 'cast',
    value: value.value,
    type: value.compared,
    safe: false,
    span: value.span,
  });
  const naming = startNaming(emitter);
  const made = equality(naming.use(left), other, value.compared);
  return naming.finish(made, { nullable: true, fallible: false }).text;
}

/** Prints something that is NULL where an operand is, as ClickHouse's own functions are. */
function wrap(emitter: Emitter, operands: readonly Emitted[], print: (names: readonly Emitted[]) => string): Emitted {
  const naming = startNaming(emitter);
  const names = operands.map((operand) => naming.use(operand));
  return naming.finish(print(names), { nullable: operands.some((operand) => operand.nullable), fallible: false });
}

/**
 * AND and OR. The engine may take the terms of a WHERE apart and reorder them, so a term that can fail is put where only
 * the terms before it lead to.
 */
function emitLogic(emitter: Emitter, kind: 'and' | 'or', terms: readonly Typed[]): Emitted {
  const operands = terms.map((term) => emitter.expression(term));
  const nullable = operands.some((operand) => operand.nullable);
  const firstFallible = operands.findIndex((operand, index) => index > 0 && operand.fallible);
  const naming = startNaming(emitter);
  const texts = operands.map((operand) => naming.use(operand).text);
  const print = (list: readonly string[]) => (list.length === 1 ? (list[0] ?? '') : `${kind}(${list.join(', ')})`);
  if (firstFallible < 0) return naming.finish(print(texts), { nullable, fallible: false });
  const [before, after] = [print(texts.slice(0, firstFallible)), print(texts.slice(firstFallible))];
  const guarded = kind === 'and' ? `if(ifNull(${before}, 1), ${after}, 0)` : `if(ifNull(${before}, 0), 1, ${after})`;
  return naming.finish(print([...texts.slice(0, firstFallible), guarded]), { nullable, fallible: true });
}

function emitInList(emitter: Emitter, value: Extract<Form, { kind: 'in-list' }>): Emitted {
  const naming = startNaming(emitter);
  const operand = naming.use(emitter.expression(value.value));
  const items = value.items.map((item) => ({ typed: item, sql: emitter.expression(item) }));
  const { type } = value.value;
  const isPlain = type.kind === 'varchar' || type.kind === 'bigint' || type.kind === 'integer';
  const constants = items.filter(({ typed, sql }) => isPlain && typed.kind === 'literal' && !sql.nullable);
  const others = items.filter((item) => !constants.includes(item));
  const tests = others.map(({ sql }) => equality(operand, naming.use(sql), type));
  if (constants.length > 0)
    tests.unshift(`in(${operand.text}, tuple(${constants.map(({ sql }) => sql.text).join(', ')}))`);
  const nullable = operand.nullable || items.some(({ sql }) => sql.nullable);
  return naming.finish(tests.length === 1 ? (tests[0] ?? '') : `or(${tests.join(', ')})`, {
    nullable,
    fallible: false,
  });
}

function emitIf(emitter: Emitter, value: Extract<Form, { kind: 'if' }>): Emitted {
  const branches = value.branches.map(({ when, result }) => ({
    when: emitter.expression(when),
    result: emitter.expression(result),
  }));
  const otherwise = value.otherwise ? emitter.expression(value.otherwise) : constantSql('NULL', true);
  const all = [...branches.flatMap(({ when, result }) => [when, result]), otherwise];
  const texts = [...branches.flatMap(({ when, result }) => [when.text, result.text]), otherwise.text];
  const nullable = [...branches.map(({ result }) => result), otherwise].some((part) => part.nullable);
  return {
    text: `${branches.length === 1 ? 'if' : 'multiIf'}(${texts.join(', ')})`,
    nullable,
    simple: false,
    weight: all.reduce((sum, part) => sum + part.weight, 1),
    fallible: all.some((part) => part.fallible),
  };
}

function emitCoalesce(emitter: Emitter, items: readonly Typed[]): Emitted {
  const operands = items.map((item) => emitter.expression(item));
  const nullable = operands.every((operand) => operand.nullable);
  const naming = startNaming(emitter);
  if (!operands.slice(1).some((operand) => operand.fallible)) {
    const texts = operands.map((operand) => naming.use(operand).text);
    return naming.finish(`coalesce(${texts.join(', ')})`, { nullable, fallible: false });
  }
  // coalesce computes all it is given; multiIf does not.
  const names = operands.map((operand) => naming.use(operand));
  const last = names.at(-1);
  const tests = names.slice(0, -1).map((name) => `isNotNull(${name.text}), ${name.text}`);
  return naming.finish(`multiIf(${[...tests, last?.text].join(', ')})`, { nullable: true, fallible: true });
}
