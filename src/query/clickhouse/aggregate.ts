import type { AggregateForm, EmitCall } from '../functions/index.ts';
import type { AggregateCall, SortKey } from '../resolve/index.ts';
import { lambda, type Operand, raw, sql, type SqlNode } from '../types/index.ts';
import { type EmitFlags, createEmitCall } from './call.ts';
import type { Emitter } from './emitter.ts';
import { startNaming } from './names.ts';
import { sortKeyOf } from './sort.ts';

/** Makes the SQL of a call of an aggregate function, within a GROUP BY or, with `over`, on a window. */
export function emitAggregate(emitter: Emitter, call: AggregateCall, over: SqlNode | null): Operand {
  emitter.functions.add(call.function.name);
  const naming = startNaming(emitter);
  const operands = call.args.map((argument) => naming.use(emitter.expression(argument)));
  const filter = call.filter ? emitter.expression(call.filter).node : null;
  const flags: EmitFlags = { nullable: true };
  const aggregate = (name: string, args: readonly SqlNode[], { parameters, isPlain }: AggregateForm = {}): SqlNode => {
    if (name === 'countIf' && filter !== null) return withOver(sql`countIf(and(${args}, ${filter}))`, over);
    const suffix = `${call.distinct && !isPlain ? 'Distinct' : ''}${filter === null ? '' : 'If'}`;
    const called = raw(`${name}${suffix}`);
    const list = filter === null ? args : [...args, sql`ifNull(${filter}, 0)`];
    return withOver(parameters ? sql`${called}(${parameters})(${list})` : sql`${called}(${list})`, over);
  };
  const emitCall: EmitCall = {
    ...createEmitCall(emitter, call, naming, flags),
    ordered: call.orderBy.length > 0,
    distinct: call.distinct,
    nulls: call.nulls,
    aggregate,
    collected: (item) => collect(emitter, item, call.orderBy, aggregate),
  };
  return naming.finish(call.overload.emit(operands, emitCall), true);
}

function withOver(call: SqlNode, over: SqlNode | null): SqlNode {
  return over === null ? call : sql`${call} OVER (${over})`;
}

/** ClickHouse array of the items of all rows. With an order, the items are collected with their keys, sorted and taken out. */
function collect(
  emitter: Emitter,
  item: SqlNode,
  orderBy: readonly SortKey[],
  aggregate: (name: string, args: readonly SqlNode[]) => SqlNode,
): SqlNode {
  const name = emitter.freshName();
  const first = lambda(name, sql`tupleElement(${raw(name)}, 1)`);
  if (orderBy.length === 0) return sql`arrayMap(${first}, ${aggregate('groupArray', [sql`tuple(${item})`])})`;
  const keys = orderBy.map((key) => emitter.expression(key.value).node);
  let sorted = aggregate('groupArray', [sql`tuple(${[item, ...keys]})`]);
  // The sort is stable: from the last key to the first.
  for (const [index, key] of [...orderBy.entries()].toReversed()) {
    sorted = sortByKey(sorted, sql`tupleElement(${raw(name)}, ${index + 2})`, key, name);
  }
  return sql`arrayMap(${first}, ${sorted})`;
}

function sortByKey(list: SqlNode, key: SqlNode, { descending, nulls, value }: SortKey, name: string): SqlNode {
  const sortKey = lambda(name, sortKeyOf({ node: key, nullable: true }, value.type));
  const byKey = descending
    ? sql`arrayReverse(arraySort(${sortKey}, arrayReverse(${list})))`
    : sql`arraySort(${sortKey}, ${list})`;
  const isNull = raw(nulls === 'first' ? 'isNotNull' : 'isNull');
  return sql`arraySort(${lambda(name, sql`${isNull}(${key})`)}, ${byKey})`;
}
