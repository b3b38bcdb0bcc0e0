import { said } from '../../base/index.ts';
import {
  type Call,
  type Expression,
  type GroupBy,
  type Identifier,
  type Query,
  type Select,
  type SelectItem,
  reject,
} from '../sql/index.ts';

/**
 * Rewrites the functions of SLS that give rows instead of a value into what they stand for: `histogram_u(x)` is x and its
 * count by GROUP BY, `numeric_histogram_u(n, x)` are the entries of the map that `numeric_histogram` gives.
 */
export function expandRowFunctions(select: Select): Select {
  for (const item of select.items) {
    if (item.kind !== 'expression' || item.value.kind !== 'call') continue;
    if (item.value.name === 'histogram_u') return expandHistogram(select, item, item.value);
    if (item.value.name === 'numeric_histogram_u') return expandNumericHistogram(select, item.value);
  }
  return select;
}

function identifier(name: string, at: Call): Identifier {
  return { name, quoted: true, span: at.span };
}

function call(name: string, args: readonly Expression[], at: Call): Call {
  return { ...at, name, args, star: args.length === 0 };
}

function expandHistogram(select: Select, item: SelectItem, at: Call): Select {
  const [value] = at.args;
  if (!value || at.args.length > 1)
    reject('wrong-arguments', said`The 'histogram_u' function must have exactly one argument`, at.span);
  const name = value.kind === 'name' ? (value.parts.at(-1)?.name ?? 'x') : 'x';
  const made: SelectItem[] = [
    { kind: 'expression', value, alias: identifier(name, at), span: item.span },
    { kind: 'expression', value: call('count', [], at), alias: identifier('count', at), span: item.span },
  ];
  const groupBy: GroupBy = {
    distinct: select.groupBy?.distinct ?? false,
    elements: [...(select.groupBy?.elements ?? []), { kind: 'simple', items: [value] }],
    span: at.span,
  };
  const present: Expression = { kind: 'not', value: { kind: 'is-null', value, span: at.span }, span: at.span };
  const where: Expression = select.where ? { kind: 'and', terms: [select.where, present], span: at.span } : present;
  return { ...select, items: select.items.flatMap((other) => (other === item ? made : [other])), where, groupBy };
}

function expandNumericHistogram(select: Select, at: Call): Select {
  if (select.items.length > 1 || select.groupBy) {
    reject('unsupported-syntax', said`numeric_histogram_u stands alone in its SELECT list`, at.span);
  }
  const { span } = at;
  const map = identifier('histogram', at);
  const items: SelectItem[] = [{ kind: 'expression', value: call('numeric_histogram', at.args, at), alias: map, span }];
  const inner: Query = {
    with: [],
    body: { ...select, items, having: null },
    orderBy: [],
    offset: null,
    limit: null,
    span,
  };
  const columns = [identifier('x', at), identifier('count', at)];
  const reference = (name: Identifier): Expression => ({ kind: 'name', parts: [name], span });
  return {
    ...select,
    items: columns.map((column): SelectItem => ({ kind: 'expression', value: reference(column), alias: column, span })),
    from: {
      kind: 'join',
      type: 'cross',
      left: { kind: 'query', query: inner, lateral: false, alias: null, span },
      right: {
        kind: 'unnest',
        items: [reference(map)],
        ordinality: false,
        alias: { name: identifier('bins', at), columns },
        span,
      },
      condition: null,
      span,
    },
    where: null,
  };
}
