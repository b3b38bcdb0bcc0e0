import type { ConstantValue, EmitCall } from '../functions/index.ts';
import type { Made, Sql } from '../types/index.ts';
import type { TypedCall, Typed } from '../resolve/index.ts';
import { reject } from '../sql/index.ts';
import { failIf } from './fail-if.ts';
import { castSql } from './cast/cast.ts';
import type { Emitted, Emitter } from './emitter.ts';
import { type Naming, startNaming } from './names.ts';

/** What the emission of a call told besides its SQL. */
export interface Told {
  nullable: boolean;
  fallible: boolean;
}

/** The value of a constant argument; undefined where it is none. */
function constantOf(value: Typed | undefined): ConstantValue {
  if (value?.kind === 'cast' && value.value.kind === 'literal') return value.value.value;
  return value?.kind === 'literal' ? value.value : undefined;
}

/** Makes what a catalogue function is given to print a call. */
export function createEmitCall(
  emitter: Emitter,
  call: Pick<TypedCall, 'args' | 'type' | 'span'>,
  naming: Naming,
  told: Told,
): EmitCall {
  return {
    argumentTypes: call.args.map((argument) => argument.type),
    result: call.type,
    span: call.span,
    timeZone: emitter.timeZone,
    nowMicros: emitter.nowMicros,
    zones: emitter.zones,
    ordered: false,
    distinct: false,
    nulls: null,
    mayBeNull() {
      told.nullable = true;
    },
    check(failed, code, message, value) {
      told.nullable = true;
      if (emitter.quiet) return `if(${failed}, NULL, ${value})`;
      told.fallible = true;
      return failIf(emitter.failure(code, message, call.span), failed, value, emitter.variable);
    },
    literal: (index) => constantOf(call.args[index]),
    reject(message, index) {
      const span = index === undefined ? call.span : (call.args[index]?.span ?? call.span);
      return reject('invalid-argument', message, span);
    },
    bind: (text) => emitter.parameters.bind(text, 'String'),
    name: (text) => naming.name(text),
    aggregate() {
      throw new Error('BUG: a scalar function prints no aggregate');
    },
    collected() {
      throw new Error('BUG: a scalar function collects nothing');
    },
    cast(value, from, to, safe = false) {
      const printed = castSql(safe ? emitter.quietly() : emitter, { value, from, to, span: call.span });
      told.fallible ||= printed.fallible && !safe;
      told.nullable ||= printed.nullable;
      return printed.text;
    },
  };
}

/** Prints a call of a scalar function. */
export function emitCall(emitter: Emitter, call: TypedCall): Emitted {
  if (call.function.topic !== 'operator') emitter.functions.add(call.function.name);
  const naming = startNaming(emitter);
  const operands = call.args.map((argument) =>
    argument.kind === 'lambda' ? emitter.expression(argument) : naming.use(emitter.expression(argument)),
  );
  const told: Told = { nullable: false, fallible: operands.some((operand) => operand.fallible) };
  const emitCallOf = createEmitCall(emitter, call, naming, told);
  const mode = call.overload.nulls ?? 'strict';
  if (mode === 'native') {
    const made = call.overload.emit(operands, emitCallOf);
    return naming.finish(made, { nullable: told.nullable || someNull(call, operands), fallible: told.fallible });
  }
  if (mode === 'custom') {
    const made = call.overload.emit(operands, emitCallOf);
    return naming.finish(made, { nullable: true, fallible: told.fallible });
  }
  const made = call.overload.emit(operands.map(assumeNotNull), emitCallOf);
  const tests = operands.flatMap((operand, index) =>
    operand.nullable && call.args[index]?.kind !== 'lambda' ? [nullTest(operand)] : [],
  );
  const nullable = told.nullable || tests.length > 0;
  const known = { nullable, fallible: told.fallible };
  return naming.finish(made, known, (inside) => nullWhere(tests, inside, call));
}

function someNull(call: TypedCall, operands: readonly Emitted[]): boolean {
  return operands.some((operand, index) => operand.nullable && call.args[index]?.kind !== 'lambda');
}

function nullTest(value: Sql): string {
  return `isNull(${value.parts?.[0] ?? value.text})`;
}

function nullWhere(tests: readonly string[], made: string | Made, call: TypedCall): string | Made {
  if (tests.length === 0) return made;
  const condition = tests.length === 1 ? (tests[0] ?? '') : `or(${tests.join(', ')})`;
  if (typeof made === 'string') return `if(${condition}, NULL, ${made})`;
  const text = `if(${condition}, NULL, ${made.text})`;
  // A timestamp with time zone is NULL where its instant is, so its parts can still be taken.
  const [instant = '', zone = ''] = made.parts;
  const isZoned = call.type.kind === 'timestamp' && call.type.zone;
  return isZoned ? { text, parts: [`if(${condition}, NULL, ${instant})`, zone] } : text;
}

function assumeNotNull(value: Emitted): Sql {
  if (!value.nullable) return value;
  const { text, simple } = value;
  if (value.parts) {
    const [first = '', ...rest] = value.parts;
    return { ...value, parts: [`assumeNotNull(${first})`, ...rest], nullable: false };
  }
  if (text.includes('->')) return value;
  return { text: `assumeNotNull(${text})`, nullable: false, simple };
}
