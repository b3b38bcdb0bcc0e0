import {
  literal as quote,
  type Type,
  isInteger,
  nullableEngineType,
  types,
  list,
  parameter,
  sql,
  type SqlNode,
} from '../../types/index.ts';
import type { Conversion } from './conversion.ts';
import { javaDouble, wallToText } from './to-text.ts';

/** The conversion to JSON's compact text. */
export function toJson(conversion: Conversion): SqlNode {
  const { value, from, name } = conversion;
  if (isInteger(from)) return sql`toString(${value})`;
  switch (from.kind) {
    case 'varchar':
      return sql`toJSONString(${value})`;
    case 'char':
      return sql`toJSONString(trimRight(${value}))`;
    case 'boolean':
      return sql`if(${value}, 'true', 'false')`;
    case 'real':
    case 'double':
      return sql`if(isFinite(${value}), ${javaDouble({ value, name })}, toJSONString(${javaDouble({ value, name })}))`;
    case 'decimal':
      return from.scale === 0 ? sql`toString(${value})` : sql`toDecimalString(${value}, ${from.scale})`;
    case 'date':
      return sql`concat('"', formatDateTime(${value}, '%Y-%m-%d'), '"')`;
    case 'timestamp':
      return sql`concat('"', ${wallToText(value, from.precision)}, '"')`;
    case 'unknown':
      return sql`'null'`;
    case 'array':
      return arrayOf(sql`tupleElement(${value}, 1)`, from.element, conversion);
    case 'map':
      return object(conversion, from);
    case 'row':
      return row(conversion, from);
    default:
      throw new Error(`BUG: ${from.kind} has no JSON`);
  }
}

/** JSON of an element, which may be NULL. */
function element(text: SqlNode, type: Type, { convert }: Conversion): SqlNode {
  if (type.kind === 'json') return sql`ifNull(${text}, 'null')`;
  return sql`if(isNull(${text}), 'null', ${convert(sql`assumeNotNull(${text})`, type, types.json)})`;
}

function arrayOf(items: SqlNode, type: Type, conversion: Conversion): SqlNode {
  const body = conversion.lambda(1, (inner, item) => element(item, type, inner));
  const texts = sql`arrayMap(${body}, ${items})`;
  return sql`concat('[', arrayStringConcat(${texts}, ','), ']')`;
}

function object(conversion: Conversion, from: Extract<Type, { kind: 'map' }>): SqlNode {
  const { value } = conversion;
  const body = conversion.lambda(2, (inner, key, item) => {
    const keyText =
      from.key.kind === 'varchar' ? key : inner.convert(sql`assumeNotNull(${key})`, from.key, types.varchar);
    return sql`concat(toJSONString(assumeNotNull(${keyText})), ':', ${element(item, from.value, inner)})`;
  });
  const texts = sql`arrayMap(${body}, tupleElement(${value}, 1), tupleElement(${value}, 2))`;
  return sql`concat('{', arrayStringConcat(arraySort(${texts}), ','), '}')`;
}

function row(conversion: Conversion, from: Extract<Type, { kind: 'row' }>): SqlNode {
  const parts = from.fields.map((field, index) => {
    const name = quote(`${JSON.stringify(field.name ?? '')}:`);
    return sql`${name}, ${element(sql`tupleElement(${conversion.value}, ${index + 1})`, field.type, conversion)}`;
  });
  return sql`concat('{', ${list(parts, ", ',', ")}, '}')`;
}

/** The conversion of JSON to a scalar, an array, a map or a row. JSON null becomes NULL. */
export function fromJson(conversion: Conversion): SqlNode {
  const { to } = conversion;
  switch (to.kind) {
    case 'array':
      return toArray(conversion, to.element);
    case 'map':
      return toMap(conversion, to);
    case 'row':
      return toRow(conversion, to);
    default:
      return toScalar(conversion);
  }
}

function toScalar(conversion: Conversion): SqlNode {
  const { value, name, convert, to } = conversion;
  const kind = name(sql`JSONType(${value})`);
  const text = name(sql`JSONExtractString(${value})`);
  const number = name(sql`JSONExtractFloat(${value})`);
  const whole = name(sql`JSONExtractInt(${value})`);
  const cases = [
    sql`equals(${kind}, 'Null'), NULL`,
    sql`equals(${kind}, 'String'), ${convert(text, types.varchar, to)}`,
    sql`in(${kind}, ('Int64', 'UInt64')), ${convert(whole, types.bigint, to)}`,
    sql`equals(${kind}, 'Double'), ${convert(number, types.double, to)}`,
    sql`equals(${kind}, 'Bool'), ${convert(sql`equals(${value}, 'true')`, types.boolean, to)}`,
  ];
  const target = sql`CAST(NULL, ${quote(nullableEngineType(to))})`;
  return conversion.check(sql`in(${kind}, ('Array', 'Object'))`, sql`multiIf(${cases}, ${target})`);
}

/** One member of an array or object as the wanted type; an element that is `null` in JSON is NULL. */
function member(text: SqlNode, type: Type, { convert }: Conversion): SqlNode {
  if (type.kind === 'json') return text;
  return convert(text, types.json, type);
}

function toArray(conversion: Conversion, type: Type): SqlNode {
  const { value, name } = conversion;
  const kind = name(sql`JSONType(${value})`);
  const body = conversion.lambda(1, (inner, item) => member(item, type, inner));
  const items = sql`arrayMap(${body}, JSONExtractArrayRaw(${value}))`;
  const made = sql`if(equals(${kind}, 'Null'), NULL, tuple(${items}))`;
  return conversion.check(sql`not(in(${kind}, ('Array', 'Null')))`, made);
}

function toMap(conversion: Conversion, to: Extract<Type, { kind: 'map' }>): SqlNode {
  const { value, name } = conversion;
  const kind = name(sql`JSONType(${value})`);
  const pairs = name(sql`JSONExtractKeysAndValuesRaw(${value})`);
  const keyOf = conversion.lambda(1, (inner, pair) => {
    const key = sql`tupleElement(${pair}, 1)`;
    return to.key.kind === 'varchar' ? key : inner.convert(key, types.varchar, to.key);
  });
  const valueOf = conversion.lambda(1, (inner, pair) => member(sql`tupleElement(${pair}, 2)`, to.value, inner));
  const keys = sql`arrayMap(${keyOf}, ${pairs})`;
  const values = sql`arrayMap(${valueOf}, ${pairs})`;
  const made = sql`if(equals(${kind}, 'Null'), NULL, tuple(${keys}, ${values}))`;
  return conversion.check(sql`not(in(${kind}, ('Object', 'Null')))`, made);
}

function toRow(conversion: Conversion, to: Extract<Type, { kind: 'row' }>): SqlNode {
  const { value, name } = conversion;
  const kind = name(sql`JSONType(${value})`);
  const fields = to.fields.map((field, index) => {
    const byPlace = sql`JSONExtractRaw(${value}, ${index + 1})`;
    const text = name(
      field.name === null
        ? byPlace
        : sql`if(equals(${kind}, 'Array'), ${byPlace}, JSONExtractRaw(${value}, ${parameter(field.name, 'String')}))`,
    );
    return sql`if(empty(${text}), NULL, ${member(text, field.type, conversion)})`;
  });
  const made = sql`if(equals(${kind}, 'Null'), NULL, tuple(${fields}))`;
  return conversion.check(sql`not(in(${kind}, ('Object', 'Array', 'Null')))`, made);
}
