import { type Span, said } from '../../../base/index.ts';
import {
  type Operand,
  literal as quote,
  type Type,
  isNumeric,
  nullableEngineType,
  sameType,
  typeText,
  sql,
  type SqlNode,
  lambda,
  raw,
} from '../../types/index.ts';
import type { Typed } from '../../resolve/index.ts';
import type { Emitter } from '../emitter.ts';
import { type Naming, nodeOf, startNaming } from '../names.ts';
import { failIf } from '../fail-if.ts';
import type { Conversion } from './conversion.ts';
import { fromJson, toJson } from './json.ts';
import { toNumber } from './to-number.ts';
import { textToBoolean, toText } from './to-text.ts';
import { toTime } from './to-time.ts';

/** A conversion to make: of SQL that may be repeated. */
export interface CastRequest {
  readonly value: Operand;
  readonly from: Type;
  readonly to: Type;
  readonly span: Span;
}

interface State {
  nullable: boolean;
}

/** Makes CAST, TRY_CAST (with a quiet emitter) and the coercions that need no cast. */
export function emitCast(emitter: Emitter, cast: Extract<Typed, { kind: 'cast' }>): Operand {
  if (cast.asText) return emitter.expression(cast.value);
  return castSql(emitter, {
    value: emitter.expression(cast.value),
    from: cast.value.type,
    to: cast.type,
    span: cast.span,
  });
}

/** Makes a conversion of SQL. */
export function castSql(emitter: Emitter, request: CastRequest): Operand {
  const { value, from, to } = request;
  if (isSameForEngine(from, to)) return value;
  // A NULL that had no type gets that of the column that it becomes.
  if (from.kind === 'unknown') return { node: sql`CAST(NULL, ${quote(nullableEngineType(to))})`, nullable: true };
  const naming = startNaming(emitter);
  const operand = naming.use(value);
  const state: State = { nullable: false };
  const test = operand.parts?.[0] ?? operand.node;
  const text = operand.nullable ? sql`assumeNotNull(${operand.node})` : operand.node;
  const converted = convert(emitter, naming, state, request.span)(text, from, to);
  if (!operand.nullable) return naming.finish(converted, state.nullable);
  return naming.finish(converted, true, (made) => sql`if(isNull(${test}), NULL, ${nodeOf(made)})`);
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

type Convert = (value: SqlNode, from: Type, to: Type) => SqlNode;

function convert(emitter: Emitter, naming: Naming, state: State, span: Span): Convert {
  const self: Convert = (value, from, to) => {
    if (isSameForEngine(from, to)) return value;
    const conversion: Conversion = {
      emitter,
      value,
      from,
      to,
      name: (node) => naming.name(node),
      convert: self,
      lambda(count, make) {
        const first = emitter.freshName();
        const second = count === 2 ? emitter.freshName() : first;
        const inner = startNaming(emitter);
        const nested = convert(emitter, inner, state, span);
        const body = make(
          { ...conversion, name: (node) => inner.name(node), convert: nested },
          raw(first),
          raw(second),
        );
        return lambda(count === 2 ? [first, second] : [first], inner.finish(body, true).node);
      },
      check(failed, result) {
        state.nullable = true;
        if (emitter.quiet) return sql`if(${failed}, NULL, ${result})`;
        const message = said`Cannot cast ${typeText(from)} to ${typeText(to)}: a value cannot be read as ${typeText(to)}`;
        return failIf(emitter.failure('INVALID_CAST_ARGUMENT', message, span), failed, result, emitter.variable);
      },
    };
    return convertOne(conversion, state);
  };
  return self;
}

function convertOne(conversion: Conversion, state: State): SqlNode {
  const { from, to, value } = conversion;
  if (from.kind === 'unknown') {
    state.nullable = true;
    return sql`NULL`;
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
  if (to.kind === 'boolean') return isNumeric(from) ? sql`notEquals(${value}, 0)` : textToBoolean(conversion);
  if (isNumeric(to)) return toNumber(conversion);
  if (to.kind === 'date' || to.kind === 'time' || to.kind === 'timestamp') return toTime(conversion);
  if (to.kind === 'varbinary') return value;
  return convertNested(conversion);
}

function convertNested(conversion: Conversion): SqlNode {
  const { from, to, value } = conversion;
  const mapped = (items: SqlNode, source: Type, target: Type): SqlNode => {
    if (isSameForEngine(source, target)) return items;
    const body = conversion.lambda(1, (inner, item) => {
      if (source.kind === 'unknown') return sql`CAST(NULL, ${quote(nullableEngineType(target))})`;
      return sql`if(isNull(${item}), NULL, ${inner.convert(sql`assumeNotNull(${item})`, source, target)})`;
    });
    return sql`arrayMap(${body}, ${items})`;
  };
  if (from.kind === 'array' && to.kind === 'array') {
    return sql`tuple(${mapped(sql`tupleElement(${value}, 1)`, from.element, to.element)})`;
  }
  if (from.kind === 'map' && to.kind === 'map') {
    const keys = mapped(sql`tupleElement(${value}, 1)`, from.key, to.key);
    return sql`tuple(${keys}, ${mapped(sql`tupleElement(${value}, 2)`, from.value, to.value)})`;
  }
  if (from.kind !== 'row' || to.kind !== 'row') throw new Error(`BUG: no cast from ${from.kind} to ${to.kind}`);
  const fields = to.fields.map((field, index) => {
    const source = from.fields[index]?.type ?? field.type;
    const part = sql`tupleElement(${value}, ${index + 1})`;
    if (isSameForEngine(source, field.type)) return part;
    return sql`if(isNull(${part}), NULL, ${conversion.convert(sql`assumeNotNull(${part})`, source, field.type)})`;
  });
  return sql`tuple(${fields})`;
}
