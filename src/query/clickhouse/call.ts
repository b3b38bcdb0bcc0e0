import { said } from '../../base/index.ts';
import type { ConstantValue, EmitCall } from '../functions/index.ts';
import { type MadeTuple, type Operand, sql, type SqlNode, typeText } from '../types/index.ts';
import { isCastable, type TypedCall, type Typed } from '../resolve/index.ts';
import { reject } from '../sql/index.ts';
import { failIf } from './fail-if.ts';
import { castSql } from './cast/cast.ts';
import type { Emitter } from './emitter.ts';
import { type Naming, nodeOf, startNaming } from './names.ts';

/** What `emit` says of the SQL that it makes. */
export interface EmitFlags {
  nullable: boolean;
}

/** The value of a constant argument; undefined where it is none. */
function constantOf(value: Typed | undefined): ConstantValue {
  if (value?.kind === 'cast' && value.value.kind === 'literal') return value.value.value;
  return value?.kind === 'literal' ? value.value : undefined;
}

/** Makes what a catalogue function is given to make the SQL of a call. */
export function createEmitCall(
  emitter: Emitter,
  call: Pick<TypedCall, 'args' | 'type' | 'span'>,
  naming: Naming,
  flags: EmitFlags,
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
      flags.nullable = true;
    },
    check(failed, code, message, value) {
      flags.nullable = true;
      if (emitter.quiet) return sql`if(${failed}, NULL, ${value})`;
      return failIf(emitter.failure(code, message, call.span), failed, value, emitter.variable);
    },
    literal: (index) => constantOf(call.args[index]),
    reject(message, index) {
      const span = index === undefined ? call.span : (call.args[index]?.span ?? call.span);
      return reject('invalid-argument', message, span);
    },
    name: (value) => naming.name(value),
    aggregate() {
      throw new Error('BUG: a scalar function makes no aggregate');
    },
    collected() {
      throw new Error('BUG: a scalar function collects nothing');
    },
    cast(value, from, to, safe = false) {
      if (!isCastable(from, to)) {
        reject(
          'type-mismatch',
          said`Input type ${typeText(from)} not supported: it cannot become ${typeText(to)}`,
          call.span,
        );
      }
      const made = castSql(safe ? emitter.quietly() : emitter, { value, from, to, span: call.span });
      flags.nullable ||= made.nullable;
      return made.node;
    },
  };
}

/** Makes the SQL of a call of a scalar function. */
export function emitCall(emitter: Emitter, call: TypedCall): Operand {
  if (call.function.topic !== 'operator') emitter.functions.add(call.function.name);
  const naming = startNaming(emitter);
  const operands = call.args.map((argument) => naming.use(emitter.expression(argument)));
  const flags: EmitFlags = { nullable: false };
  const emitCallOf = createEmitCall(emitter, call, naming, flags);
  const mode = call.overload.nulls ?? 'strict';
  const nullable = operands.filter((operand) => operand.nullable && operand.node.kind !== 'lambda');
  if (mode === 'native') {
    const made = call.overload.emit(operands, emitCallOf);
    return naming.finish(made, flags.nullable || nullable.length > 0);
  }
  if (mode === 'custom') return naming.finish(call.overload.emit(operands, emitCallOf), true);
  const made = call.overload.emit(operands.map(assumeNotNull), emitCallOf);
  const tests = nullable.map(nullTest);
  return naming.finish(made, flags.nullable || tests.length > 0, (inside) => nullWhere(tests, inside, call));
}

function nullTest(value: Operand): SqlNode {
  return sql`isNull(${value.parts?.[0] ?? value.node})`;
}

function nullWhere(tests: readonly SqlNode[], made: SqlNode | MadeTuple, call: TypedCall): SqlNode | MadeTuple {
  if (tests.length === 0) return made;
  const condition = tests.length === 1 ? sql`${tests}` : sql`or(${tests})`;
  const node = sql`if(${condition}, NULL, ${nodeOf(made)})`;
  // A timestamp with time zone is NULL where its instant is, so its parts can still be taken.
  if (!('node' in made) || call.type.kind !== 'timestamp' || !call.type.zone) return node;
  const [instant, zone] = made.parts;
  return instant && zone ? { node, parts: [sql`if(${condition}, NULL, ${instant})`, zone] } : node;
}

function assumeNotNull(value: Operand): Operand {
  if (!value.nullable || value.node.kind === 'lambda') return value;
  const [first, ...rest] = value.parts ?? [];
  if (first) return { ...value, parts: [sql`assumeNotNull(${first})`, ...rest], nullable: false };
  return { node: sql`assumeNotNull(${value.node})`, nullable: false };
}
