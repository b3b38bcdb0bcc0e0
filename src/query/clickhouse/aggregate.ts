import type { EmitCall } from '../functions/index.ts';
import type { AggregateCall, SortKey } from '../resolve/index.ts';
import { type Told, createEmitCall } from './call.ts';
import type { Emitted, Emitter } from './emitter.ts';
import { startNaming } from './names.ts';
import { sortKeyText } from './sort.ts';

/** Prints a call of an aggregate function, within a GROUP BY or, with `over`, on a window. */
export function emitAggregate(emitter: Emitter, call: AggregateCall, over: string | null): Emitted {
  emitter.functions.add(call.function.name);
  const naming = startNaming(emitter);
  const operands = call.args.map((argument) => {
    const operand = emitter.expression(argument);
    return argument.kind === 'lambda' ? operand : naming.use(operand);
  });
  const filter = call.filter ? emitter.expression(call.filter).text : null;
  const told: Told = { nullable: true, fallible: false };
  const aggregate = (name: string, args: readonly string[], plain?: 'plain'): string => {
    const suffix = `${call.distinct && plain !== 'plain' ? 'Distinct' : ''}${filter === null ? '' : 'If'}`;
    const [base = '', parameters = ''] = /^([^(]*)(\(.*\))?$/.exec(name)?.slice(1) ?? [];
    if (name === 'countIf' && filter !== null) return printOver(`countIf(and(${args.join(', ')}, ${filter}))`, over);
    const list = filter === null ? args : [...args, `ifNull(${filter}, 0)`];
    return printOver(`${base}${suffix}${parameters}(${list.join(', ')})`, over);
  };
  const emitCall: EmitCall = {
    ...createEmitCall(emitter, call, naming, told),
    ordered: call.orderBy.length > 0,
    distinct: call.distinct,
    nulls: call.nulls,
    aggregate,
    collected: (item) => collect(emitter, item, call.orderBy, aggregate),
  };
  const made = call.overload.emit(operands, emitCall);
  return naming.finish(made, { nullable: true, fallible: told.fallible });
}

function printOver(call: string, over: string | null): string {
  return over === null ? call : `${call} OVER (${over})`;
}

/** ClickHouse array of the items of all rows. With an order, the items are collected with their keys, sorted and taken out. */
function collect(
  emitter: Emitter,
  item: string,
  orderBy: readonly SortKey[],
  aggregate: (name: string, args: readonly string[]) => string,
): string {
  const name = emitter.freshName();
  if (orderBy.length === 0) {
    return `arrayMap(${name} -> tupleElement(${name}, 1), ${aggregate('groupArray', [`tuple(${item})`])})`;
  }
  const keys = orderBy.map((key) => emitter.expression(key.value).text);
  let sorted = aggregate('groupArray', [`tuple(${item}, ${keys.join(', ')})`]);
  // The sort is stable: from the last key to the first.
  for (const [index, key] of [...orderBy.entries()].toReversed()) {
    sorted = sortByKey(sorted, `tupleElement(${name}, ${index + 2})`, key, name);
  }
  return `arrayMap(${name} -> tupleElement(${name}, 1), ${sorted})`;
}

function sortByKey(list: string, key: string, { descending, nulls, value }: SortKey, name: string): string {
  const text = sortKeyText({ text: key, nullable: true, simple: true }, value.type);
  const byKey = descending
    ? `arrayReverse(arraySort(${name} -> ${text}, arrayReverse(${list})))`
    : `arraySort(${name} -> ${text}, ${list})`;
  return `arraySort(${name} -> ${nulls === 'first' ? 'isNotNull' : 'isNull'}(${key}), ${byKey})`;
}
