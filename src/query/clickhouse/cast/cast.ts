import type { Span } from '../../../base/index.ts';
import {
  type Sql,
  literal as quote,
  type Type,
  isNumeric,
  nullableEngineType,
  sameType,
  typeText,
} from '../../types/index.ts';
import type { Typed } from '../../resolve/index.ts';
import type { Emitted, Emitter } from '../emitter.ts';
import { type Naming, startNaming } from '../names.ts';
import { failIf } from '../fail-if.ts';
import type { Conversion } from './conversion.ts';
import { fromJson, toJson } from './json.ts';
import { toNumber } from './to-number.ts';
import { textToBoolean, toText } from './to-text.ts';
import { toTime } from './to-time.ts';

/** A conversion to print: of SQL that may be repeated. */
export interface CastRequest {
  readonly value: Sql;
  readonly from: Type;
  readonly to: Type;
  readonly span: Span;
}

interface State {
  fallible: boolean;
  nullable: boolean;
}

/** Prints CAST, TRY_CAST (with a quiet emitter) and the coercions that need no cast. */
export function emitCast(emitter: Emitter, cast: Extract<Typed, { kind: 'cast' }>): Emitted {
  if (cast.asText) return emitter.expression(cast.value);
  return castSql(emitter, {
    value: emitter.expression(cast.value),
    from: cast.value.type,
    to: cast.type,
    span: cast.span,
  });
}

/** Prints a conversion of SQL. */
export function castSql(emitter: Emitter, request: CastRequest): Emitted {
  const { value, from, to } = request;
  const given: Emitted = { weight: value.simple ? 1 : 20, fallible: false, ...value };
  if (isSameForEngine(from, to)) return given;
  const naming = startNaming(emitter);
  const operand = naming.use(given);
  const state: State = { fallible: false, nullable: false };
  const test = operand.parts?.[0] ?? operand.text;
  const text = operand.nullable ? `assumeNotNull(${operand.text})` : operand.text;
  const converted = convert(emitter, naming, state, request.span)(text, from, to);
  const known = { nullable: operand.nullable || state.nullable, fallible: state.fallible };
  if (!operand.nullable) return naming.finish(converted, known);
  return naming.finish(
    converted,
    known,
    (made) => `if(isNull(${test}), NULL, ${typeof made === 'string' ? made : made.text})`,
  );
}

/** Whether the engine holds both in the same way, so that nothing is to be done. */
function isSameForEngine(from: Type, to: Type): boolean {
  if (sameType(from, to)) return true;
  if (from.kind === 'varchar' && to.kind === 'varchar') {
    return to.length === null || (from.length !== null && from.length <= to.length);
  }
  if (from.kind === 'char' && to.kind === 'varchar') return to.length === null;
  if (from.kind === 'date' && to.kind === 'timestamp') return !to.zone;
  if (from.kind === 'timestamp' && to.kind === 'timestamp')
    return from.zone === to.zone && from.precision <= to.precision;
  if (from.kind === 'time' && to.kind === 'time') return from.precision <= to.precision;
  return false;
}

type Convert = (value: string, from: Type, to: Type) => string;

function convert(emitter: Emitter, naming: Naming, state: State, span: Span): Convert {
  const self: Convert = (value, from, to) => {
    if (isSameForEngine(from, to)) return value;
    const conversion: Conversion = {
      emitter,
      value,
      from,
      to,
      name: (text) => naming.name(text),
      convert: self,
      lambda(count, print) {
        const variables = Array.from({ length: count }, () => emitter.freshName());
        const inner = startNaming(emitter);
        const nested = convert(emitter, inner, state, span);
        const body = print({ ...conversion, name: (text) => inner.name(text), convert: nested }, ...variables);
        const made = inner.finish(body, { nullable: true, fallible: false });
        return `(${variables.join(', ')}) -> ${made.text}`;
      },
      check(failed, result) {
        state.nullable = true;
        if (emitter.quiet) return `if(${failed}, NULL, ${result})`;
        state.fallible = true;
        const message = `Cannot cast ${typeText(from)} to ${typeText(to)}: a value cannot be read as ${typeText(to)}`;
        return failIf(emitter.failure('INVALID_CAST_ARGUMENT', message, span), failed, result, emitter.variable);
      },
    };
    return convertOne(conversion, state);
  };
  return self;
}

function convertOne(conversion: Conversion, state: State): string {
  const { from, to, value } = conversion;
  if (from.kind === 'unknown') {
    state.nullable = true;
    return 'NULL';
  }
  if (from.kind === 'json' && to.kind !== 'varchar' && to.kind !== 'char') {
    state.nullable = true;
    return fromJson(conversion);
  }
  if (to.kind === 'json') return toJson(conversion);
  if (to.kind === 'varchar' || to.kind === 'char') {
    if (from.kind === 'json') state.nullable = true;
    return toText(conversion);
  }
  if (to.kind === 'boolean') return isNumeric(from) ? `notEquals(${value}, 0)` : textToBoolean(conversion);
  if (isNumeric(to)) return toNumber(conversion);
  if (to.kind === 'date' || to.kind === 'time' || to.kind === 'timestamp') return toTime(conversion);
  if (to.kind === 'varbinary') return value;
  return convertNested(conversion);
}

function convertNested(conversion: Conversion): string {
  const { from, to, value } = conversion;
  const mapped = (items: string, source: Type, target: Type): string => {
    if (isSameForEngine(source, target)) return items;
    const lambda = conversion.lambda(1, (inner, item = '') => {
      if (source.kind === 'unknown') return `CAST(NULL, ${quote(nullableEngineType(target))})`;
      return `if(isNull(${item}), NULL, ${inner.convert(`assumeNotNull(${item})`, source, target)})`;
    });
    return `arrayMap(${lambda}, ${items})`;
  };
  if (from.kind === 'array' && to.kind === 'array') {
    return `tuple(${mapped(`tupleElement(${value}, 1)`, from.element, to.element)})`;
  }
  if (from.kind === 'map' && to.kind === 'map') {
    const keys = mapped(`tupleElement(${value}, 1)`, from.key, to.key);
    return `tuple(${keys}, ${mapped(`tupleElement(${value}, 2)`, from.value, to.value)})`;
  }
  if (from.kind !== 'row' || to.kind !== 'row') throw new Error(`BUG: no cast from ${from.kind} to ${to.kind}`);
  const fields = to.fields.map((field, index) => {
    const source = from.fields[index]?.type ?? field.type;
    const part = `tupleElement(${value}, ${index + 1})`;
    if (isSameForEngine(source, field.type)) return part;
    return `if(isNull(${part}), NULL, ${conversion.convert(`assumeNotNull(${part})`, source, field.type)})`;
  });
  return `tuple(${fields.join(', ')})`;
}
