import type { CatalogueFunction, EmitCall, FunctionDoc, Overload, Topic } from './catalogue.ts';
import { type MadeTuple, type Operand, sql, lambda, type SqlNode } from '../types/index.ts';

/** What a function does, in English, Chinese and Japanese. */
export type Doc = readonly [en: string, zh: string, ja: string];

function docOf([en, zh, ja]: Doc): FunctionDoc {
  return { en, zh, ja };
}

/** Makes a family's maker of scalar functions. Names after the first are aliases. */
export function scalarsOf(topic: Topic) {
  return (
    names: string | readonly [string, ...string[]],
    doc: Doc,
    example: string,
    ...overloads: readonly Overload[]
  ): CatalogueFunction => {
    const [name, ...aliases] = typeof names === 'string' ? [names] : names;
    return {
      name,
      topic,
      kind: 'scalar',
      overloads,
      doc: docOf(doc),
      example,
      ...(aliases.length > 0 ? { aliases } : {}),
    };
  };
}

/** An overload made of its arguments, which are never NULL. */
export function plain(signature: string, emit: (...nodes: SqlNode[]) => SqlNode | MadeTuple): Overload {
  return { signature, emit: (args) => emit(...args.map((argument) => argument.node)) };
}

/** An overload made of its arguments by functions of ClickHouse that pass NULL on by themselves. */
export function native(signature: string, emit: (...nodes: SqlNode[]) => SqlNode): Overload {
  return { ...plain(signature, emit), nulls: 'native' };
}

/** An overload that needs its call, to check or to look at constants. */
export function called(
  signature: string,
  emit: (call: EmitCall, ...nodes: SqlNode[]) => SqlNode | MadeTuple,
  returns?: Overload['returns'],
): Overload {
  return {
    signature,
    emit: (args, call) => emit(call, ...args.map((argument) => argument.node)),
    ...(returns ? { returns } : {}),
  };
}

/** An overload that takes its arguments apart: arrays, maps, times with zone. */
export function composed(
  signature: string,
  emit: (call: EmitCall, ...args: Operand[]) => SqlNode | MadeTuple,
  returns?: Overload['returns'],
): Overload {
  return { signature, emit: (args, call) => emit(call, ...args), ...(returns ? { returns } : {}) };
}

/**
 * SQL of a value that is computed once and has a name in the body. Unlike an alias, the name may be used within lambdas; the
 * value itself must not be.
 */
export function letIn(name: string, value: SqlNode, body: SqlNode): SqlNode {
  return sql`arrayElement(arrayMap(${lambda(name, body)}, [${value}]), 1)`;
}
