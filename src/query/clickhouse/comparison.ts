import {
  type Operand,
  arrayItems,
  instantOf,
  mapKeys,
  mapValues,
  partOf,
  type Type,
  sql,
  lambda,
  raw,
  type SqlNode,
} from '../types/index.ts';
import type { Typed } from '../resolve/index.ts';
import type { Emitter } from './emitter.ts';
import { startNaming } from './names.ts';

type Comparison = Extract<Typed, { kind: 'comparison' }>;

/** ClickHouse's names of comparisons. */
export const comparisons = {
  '=': 'equals',
  '<>': 'notEquals',
  '<': 'less',
  '<=': 'lessOrEquals',
  '>': 'greater',
  '>=': 'greaterOrEquals',
};

/** Makes a comparison of two values of one type. */
export function emitComparison(emitter: Emitter, operator: Comparison['operator'], left: Typed, right: Typed): Operand {
  const [first, second] = [emitter.expression(left), emitter.expression(right)];
  const naming = startNaming(emitter);
  const [a, b] = [naming.use(first), naming.use(second)];
  const { type } = left;
  if (operator === 'is-distinct') {
    return naming.finish(sql`not(${sameness(a, b, type)})`, false);
  }
  const made =
    operator === '='
      ? equality(a, b, type)
      : operator === '<>'
        ? sql`not(${equality(a, b, type)})`
        : sql`${raw(comparisons[operator])}(${orderable(a, type)}, ${orderable(b, type)})`;
  const nested = type.kind === 'array' || type.kind === 'row' || type.kind === 'map';
  return naming.finish(made, first.nullable || second.nullable || nested);
}

function nullTest(value: Operand): SqlNode {
  return value.nullable ? sql`isNull(${value.node})` : sql`0`;
}

/** What of a value says which of two comes first. */
export function orderable(value: Operand, type: Type): SqlNode {
  switch (type.kind) {
    case 'timestamp':
      return type.zone ? instantOf(value) : value.node;
    case 'char':
      return sql`trimRight(${value.node})`;
    default:
      return value.node;
  }
}

/** SQL that is 1 where two values of a type are equal, and NULL where that cannot be said. Operands are repeated. */
export function equality(left: Operand, right: Operand, type: Type): SqlNode {
  switch (type.kind) {
    case 'array':
      return guard(left, right, listEquality(arrayItems(left), arrayItems(right), type.element));
    case 'map':
      return guard(left, right, mapEquality(left, right, type));
    case 'row': {
      const parts = type.fields.map((field, index) => {
        const part = (value: Operand): Operand => ({ node: partOf(value, index + 1), nullable: true });
        return equality(part(left), part(right), field.type);
      });
      return guard(left, right, parts.length === 1 ? sql`${parts}` : sql`and(${parts})`);
    }
    default:
      return sql`equals(${orderable(left, type)}, ${orderable(right, type)})`;
  }
}

/** SQL that is 1 where two values are the same and 0 where not: NULLs are the same. */
function sameness(left: Operand, right: Operand, type: Type): SqlNode {
  const compared = samenessOfValues(left, right, type);
  if (!left.nullable && !right.nullable) return compared;
  return sql`if(or(${nullTest(left)}, ${nullTest(right)}), equals(${nullTest(left)}, ${nullTest(right)}), ${compared})`;
}

function samenessOfValues(left: Operand, right: Operand, type: Type): SqlNode {
  switch (type.kind) {
    case 'array': {
      const [a, b] = [arrayItems(left), arrayItems(right)];
      const differ = sql`arrayExists(${lambda(['a', 'b'], sql`not(${sameness(item(sql`a`), item(sql`b`), type.element)})`)}, ${a}, ${b})`;
      return sql`if(notEquals(length(${a}), length(${b})), 0, not(${differ}))`;
    }
    case 'row': {
      const parts = type.fields.map((field, index) =>
        sameness(item(partOf(left, index + 1)), item(partOf(right, index + 1)), field.type),
      );
      return parts.length === 1 ? sql`${parts}` : sql`and(${parts})`;
    }
    default:
      return sql`ifNull(${equality(left, right, type)}, 0)`;
  }
}

function guard(left: Operand, right: Operand, compared: SqlNode): SqlNode {
  if (!left.nullable && !right.nullable) return compared;
  return sql`if(or(${nullTest(left)}, ${nullTest(right)}), NULL, ${compared})`;
}

/** Different where lengths or any pair differ; unknown where a pair is; else equal. */
function listEquality(left: SqlNode, right: SqlNode, element: Type): SqlNode {
  const [a, b] = [item(sql`a`), item(sql`b`)];
  const pair = equality(a, b, element);
  const pairs = sql`arrayMap(${lambda(['a', 'b'], pair)}, ${left}, ${right})`;
  return sql`multiIf(notEquals(length(${left}), length(${right})), 0, has(${pairs}, 0), 0, arrayExists(${lambda('e', sql`isNull(e)`)}, ${pairs}), NULL, 1)`;
}

function item(node: SqlNode): Operand {
  return { node, nullable: true };
}

function mapEquality(left: Operand, right: Operand, type: Extract<Type, { kind: 'map' }>): SqlNode {
  const [a, b] = [item(sql`a`), item(sql`arrayElement(${mapValues(right)}, indexOf(${mapKeys(right)}, k))`)];
  const missing = sql`arrayExists(${lambda('k', sql`not(has(${mapKeys(right)}, k))`)}, ${mapKeys(left)})`;
  const pairs = sql`arrayMap(${lambda(['k', 'a'], equality(a, b, type.value))}, ${mapKeys(left)}, ${mapValues(left)})`;
  return sql`multiIf(or(notEquals(length(${mapKeys(left)}), length(${mapKeys(right)})), ${missing}), 0, has(${pairs}, 0), 0, arrayExists(${lambda('e', sql`isNull(e)`)}, ${pairs}), NULL, 1)`;
}
