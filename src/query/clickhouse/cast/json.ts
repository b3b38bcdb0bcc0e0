import { literal as quote, type Type, isInteger, nullableEngineType, types } from '../../types/index.ts';
import type { Conversion } from './conversion.ts';
import { javaDouble, wallToText } from './to-text.ts';

/** Prints the conversion to JSON's compact text. */
export function toJson(conversion: Conversion): string {
  const { value, from, name } = conversion;
  if (isInteger(from)) return `toString(${value})`;
  switch (from.kind) {
    case 'varchar':
      return `toJSONString(${value})`;
    case 'char':
      return `toJSONString(trimRight(${value}))`;
    case 'boolean':
      return `if(${value}, 'true', 'false')`;
    case 'real':
    case 'double':
      return `if(isFinite(${value}), ${javaDouble({ value, name })}, toJSONString(${javaDouble({ value, name })}))`;
    case 'decimal':
      return from.scale === 0 ? `toString(${value})` : `toDecimalString(${value}, ${from.scale})`;
    case 'date':
      return `concat('"', formatDateTime(${value}, '%Y-%m-%d'), '"')`;
    case 'timestamp':
      return `concat('"', ${wallToText(value, from.precision)}, '"')`;
    case 'unknown':
      return "'null'";
    case 'array':
      return list(`tupleElement(${value}, 1)`, from.element, conversion);
    case 'map':
      return object(conversion, from);
    case 'row':
      return row(conversion, from);
    default:
      throw new Error(`BUG: ${from.kind} has no JSON`);
  }
}

/** JSON of an element, which may be NULL. */
function element(text: string, type: Type, { convert }: Conversion): string {
  if (type.kind === 'json') return `ifNull(${text}, 'null')`;
  return `if(isNull(${text}), 'null', ${convert(`assumeNotNull(${text})`, type, types.json)})`;
}

function list(items: string, type: Type, conversion: Conversion): string {
  const lambda = conversion.lambda(1, (inner, item = '') => element(item, type, inner));
  const texts = `arrayMap(${lambda}, ${items})`;
  return `concat('[', arrayStringConcat(${texts}, ','), ']')`;
}

function object(conversion: Conversion, from: Extract<Type, { kind: 'map' }>): string {
  const { value } = conversion;
  const lambda = conversion.lambda(2, (inner, key = '', item = '') => {
    const keyText = from.key.kind === 'varchar' ? key : inner.convert(`assumeNotNull(${key})`, from.key, types.varchar);
    return `concat(toJSONString(assumeNotNull(${keyText})), ':', ${element(item, from.value, inner)})`;
  });
  const texts = `arrayMap(${lambda}, tupleElement(${value}, 1), tupleElement(${value}, 2))`;
  return `concat('{', arrayStringConcat(arraySort(${texts}), ','), '}')`;
}

function row(conversion: Conversion, from: Extract<Type, { kind: 'row' }>): string {
  const parts = from.fields.map((field, index) => {
    const name = quote(`${JSON.stringify(field.name ?? '')}:`);
    return `${name}, ${element(`tupleElement(${conversion.value}, ${index + 1})`, field.type, conversion)}`;
  });
  return `concat('{', ${parts.join(", ',', ")}, '}')`;
}

/** Prints the conversion of JSON to a scalar, an array, a map or a row. JSON null becomes NULL. */
export function fromJson(conversion: Conversion): string {
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

function toScalar(conversion: Conversion): string {
  const { value, name, convert, to } = conversion;
  const kind = name(`JSONType(${value})`);
  const text = name(`JSONExtractString(${value})`);
  const number = name(`JSONExtractFloat(${value})`);
  const whole = name(`JSONExtractInt(${value})`);
  const cases = [
    `equals(${kind}, 'Null'), NULL`,
    `equals(${kind}, 'String'), ${convert(text, types.varchar, to)}`,
    `in(${kind}, ('Int64', 'UInt64')), ${convert(whole, types.bigint, to)}`,
    `equals(${kind}, 'Double'), ${convert(number, types.double, to)}`,
    `equals(${kind}, 'Bool'), ${convert(`equals(${value}, 'true')`, types.boolean, to)}`,
  ];
  const target = `CAST(NULL, ${quote(nullableEngineType(to))})`;
  return conversion.check(`in(${kind}, ('Array', 'Object'))`, `multiIf(${cases.join(', ')}, ${target})`);
}

/** One member of an array or object as the wanted type; an element that is `null` in JSON is NULL. */
function member(text: string, type: Type, { convert }: Conversion): string {
  if (type.kind === 'json') return text;
  return convert(text, types.json, type);
}

function toArray(conversion: Conversion, type: Type): string {
  const { value, name } = conversion;
  const kind = name(`JSONType(${value})`);
  const lambda = conversion.lambda(1, (inner, item = '') => member(item, type, inner));
  const items = `arrayMap(${lambda}, JSONExtractArrayRaw(${value}))`;
  const made = `if(equals(${kind}, 'Null'), NULL, tuple(${items}))`;
  return conversion.check(`not(in(${kind}, ('Array', 'Null')))`, made);
}

function toMap(conversion: Conversion, to: Extract<Type, { kind: 'map' }>): string {
  const { value, name } = conversion;
  const kind = name(`JSONType(${value})`);
  const pairs = name(`JSONExtractKeysAndValuesRaw(${value})`);
  const keyOf = conversion.lambda(1, (inner, pair = '') => {
    const key = `tupleElement(${pair}, 1)`;
    return to.key.kind === 'varchar' ? key : inner.convert(key, types.varchar, to.key);
  });
  const valueOf = conversion.lambda(1, (inner, pair = '') => member(`tupleElement(${pair}, 2)`, to.value, inner));
  const keys = `arrayMap(${keyOf}, ${pairs})`;
  const values = `arrayMap(${valueOf}, ${pairs})`;
  const made = `if(equals(${kind}, 'Null'), NULL, tuple(${keys}, ${values}))`;
  return conversion.check(`not(in(${kind}, ('Object', 'Null')))`, made);
}

function toRow(conversion: Conversion, to: Extract<Type, { kind: 'row' }>): string {
  const { value, name } = conversion;
  const kind = name(`JSONType(${value})`);
  const fields = to.fields.map((field, index) => {
    const byPlace = `JSONExtractRaw(${value}, ${index + 1})`;
    const text = name(
      field.name === null
        ? byPlace
        : `if(equals(${kind}, 'Array'), ${byPlace}, JSONExtractRaw(${value}, ${conversion.emitter.parameters.bind(field.name, 'String')}))`,
    );
    return `if(empty(${text}), NULL, ${member(text, field.type, conversion)})`;
  });
  const made = `if(equals(${kind}, 'Null'), NULL, tuple(${fields.join(', ')}))`;
  return conversion.check(`not(in(${kind}, ('Object', 'Array', 'Null')))`, made);
}
