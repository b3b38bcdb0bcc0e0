import { type Sql, arrayItems, instantOf, mapKeys, mapValues, partOf, type Type } from '../types/index.ts';
import type { Typed } from '../resolve/index.ts';
import type { Emitted, Emitter } from './emitter.ts';
import { startNaming } from './names.ts';

type Comparison = Extract<Typed, { kind: 'comparison' }>;

const functions = {
  '=': 'equals',
  '<>': 'notEquals',
  '<': 'less',
  '<=': 'lessOrEquals',
  '>': 'greater',
  '>=': 'greaterOrEquals',
};

/** Prints a comparison of two values of one type. */
export function emitComparison(emitter: Emitter, operator: Comparison['operator'], left: Typed, right: Typed): Emitted {
  const [first, second] = [emitter.expression(left), emitter.expression(right)];
  const naming = startNaming(emitter);
  const [a, b] = [naming.use(first), naming.use(second)];
  const { type } = left;
  if (operator === 'is-distinct') {
    return naming.finish(`not(${sameness(a, b, type)})`, { nullable: false, fallible: false });
  }
  const made =
    operator === '='
      ? equality(a, b, type)
      : operator === '<>'
        ? `not(${equality(a, b, type)})`
        : `${functions[operator]}(${orderable(a, type)}, ${orderable(b, type)})`;
  const nested = type.kind === 'array' || type.kind === 'row' || type.kind === 'map';
  return naming.finish(made, { nullable: first.nullable || second.nullable || nested, fallible: false });
}

function nullTest(value: Sql): string {
  return value.nullable ? `isNull(${value.text})` : '0';
}

/** What of a value says which of two comes first. */
export function orderable(value: Sql, type: Type): string {
  switch (type.kind) {
    case 'timestamp':
      return type.zone ? instantOf(value) : value.text;
    case 'char':
      return `trimRight(${value.text})`;
    default:
      return value.text;
  }
}

/** SQL that is 1 where two values of a type are equal, and NULL where that cannot be said. Operands are repeated. */
export function equality(left: Sql, right: Sql, type: Type): string {
  switch (type.kind) {
    case 'array':
      return guard(left, right, listEquality(arrayItems(left), arrayItems(right), type.element));
    case 'map':
      return guard(left, right, mapEquality(left, right, type));
    case 'row': {
      const parts = type.fields.map((field, index) => {
        const part = (value: Sql): Sql => ({ text: partOf(value, index + 1), nullable: true, simple: true });
        return equality(part(left), part(right), field.type);
      });
      return guard(left, right, parts.length === 1 ? (parts[0] ?? '1') : `and(${parts.join(', ')})`);
    }
    default:
      return `equals(${orderable(left, type)}, ${orderable(right, type)})`;
  }
}

/** SQL that is 1 where two values are the same and 0 where not: NULLs are the same. */
function sameness(left: Sql, right: Sql, type: Type): string {
  const compared = samenessOfValues(left, right, type);
  if (!left.nullable && !right.nullable) return compared;
  return `if(or(${nullTest(left)}, ${nullTest(right)}), equals(${nullTest(left)}, ${nullTest(right)}), ${compared})`;
}

function samenessOfValues(left: Sql, right: Sql, type: Type): string {
  switch (type.kind) {
    case 'array': {
      const [a, b] = [arrayItems(left), arrayItems(right)];
      const differ = `arrayExists((a, b) -> not(${sameness(item('a'), item('b'), type.element)}), ${a}, ${b})`;
      return `if(notEquals(length(${a}), length(${b})), 0, not(${differ}))`;
    }
    case 'row': {
      const parts = type.fields.map((field, index) =>
        sameness(item(partOf(left, index + 1)), item(partOf(right, index + 1)), field.type),
      );
      return parts.length === 1 ? (parts[0] ?? '1') : `and(${parts.join(', ')})`;
    }
    default:
      return `ifNull(${equality(left, right, type)}, 0)`;
  }
}

function guard(left: Sql, right: Sql, text: string): string {
  if (!left.nullable && !right.nullable) return text;
  return `if(or(${nullTest(left)}, ${nullTest(right)}), NULL, ${text})`;
}

/** Different where lengths or any pair differ; unknown where a pair is; else equal. */
function listEquality(left: string, right: string, element: Type): string {
  const [a, b] = [item('a'), item('b')];
  const pair = equality(a, b, element);
  const pairs = `arrayMap((a, b) -> ${pair}, ${left}, ${right})`;
  return (
    `multiIf(notEquals(length(${left}), length(${right})), 0, has(${pairs}, 0), 0, ` +
    `arrayExists(e -> isNull(e), ${pairs}), NULL, 1)`
  );
}

function item(text: string): Sql {
  return { text, nullable: true, simple: true };
}

function mapEquality(left: Sql, right: Sql, type: Extract<Type, { kind: 'map' }>): string {
  const [a, b] = [item('a'), item(`arrayElement(${mapValues(right)}, indexOf(${mapKeys(right)}, k))`)];
  const missing = `arrayExists(k -> not(has(${mapKeys(right)}, k)), ${mapKeys(left)})`;
  const pairs = `arrayMap((k, a) -> ${equality(a, b, type.value)}, ${mapKeys(left)}, ${mapValues(left)})`;
  return (
    `multiIf(or(notEquals(length(${mapKeys(left)}), length(${mapKeys(right)})), ${missing}), 0, has(${pairs}, 0), 0, ` +
    `arrayExists(e -> isNull(e), ${pairs}), NULL, 1)`
  );
}
