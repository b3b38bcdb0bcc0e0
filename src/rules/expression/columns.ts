import { type Diagnostic, fail, nearest, ok, type Result, type Said, said } from '../../base/index.ts';
import type { ColumnName, ExpressionNode } from './ast.ts';
import { problem } from './problem.ts';

/** A column of rows that were put together of several queries. */
export interface Column {
  /** As rows and texts name it: `host`, or `$1.host` where several queries have one. */
  readonly name: string;
  /** As its query names it. */
  readonly own: string;
  /** The queries that it is of. */
  readonly queries: readonly number[];
}

/** The columns of one query. */
export function columnsOf(names: readonly string[], query: number): readonly Column[] {
  return names.map((name) => ({ name, own: name, queries: [query] }));
}

/** A column as members of a rule and texts name it: `$1.host` is of the second query. */
export function columnNamed(text: string): ColumnName {
  const [, query, name] = /^\$([0-9])\.(.+)$/s.exec(text) ?? [];
  const place = { kind: 'column', from: 0, to: text.length } as const;
  return query === undefined || name === undefined
    ? { ...place, name: text }
    : { ...place, name, query: Number(query) };
}

/** Every column that a condition names. */
export function columnNames(node: ExpressionNode): readonly ColumnName[] {
  if (node.kind === 'column') return [node];
  if (node.kind === 'not') return columnNames(node.operand);
  return 'left' in node ? [...columnNames(node.left), ...columnNames(node.right)] : [];
}

/**
 * Finds the column that a condition or a text means, as an index. Of a name that no column has, the only one that begins with its words is taken,
 * with a warning: examples of others cut names short so.
 */
export function findColumn(wanted: ColumnName, columns: readonly Column[]): Result<number> {
  const { name, query } = wanted;
  const isOfQuery = (column: Column): boolean => query === undefined || column.queries.includes(query);
  const exact = columns.findIndex((column) => query === undefined && column.name === name);
  if (exact >= 0) return ok(exact);
  const own = indexes(columns, (column) => isOfQuery(column) && column.own === name);
  const [only] = own;
  if (only !== undefined && own.length === 1) return ok(only);
  if (own.length > 1) {
    const names = own.map((index) => columns[index]?.name ?? '');
    return fail(
      problem(
        'condition-ambiguous-column',
        wanted,
        said`several queries have a column "${name}"`,
        said`write ${names.join(' or ')}`,
      ),
    );
  }
  const longer = indexes(columns, (column) => isOfQuery(column) && column.own.startsWith(`${name} `));
  const [meant] = longer;
  if (meant !== undefined && longer.length === 1) return ok(meant, [inexact(wanted, columns[meant]?.own ?? '')]);
  return fail(unknown(wanted, columns.filter(isOfQuery)));
}

function indexes(columns: readonly Column[], test: (column: Column) => boolean): readonly number[] {
  return columns.flatMap((column, index) => (test(column) ? [index] : []));
}

function inexact(wanted: ColumnName, meant: string): Diagnostic {
  const message = said`there is no column "${wanted.name}": "${meant}" is taken`;
  const { hint, replacement } = suggestion(wanted, meant);
  return {
    ...problem('condition-inexact-column', wanted, message, hint),
    severity: 'warning',
    replacement,
  };
}

function unknown(wanted: ColumnName, columns: readonly Column[]): Diagnostic {
  const names = columns.map((column) => column.own);
  const meant = nearest(wanted.name, names);
  const message = said`there is no column "${wanted.name}"`;
  if (meant !== null) {
    const { hint, replacement } = suggestion(wanted, meant);
    return { ...problem('condition-unknown-column', wanted, message, hint), replacement };
  }
  const hint =
    names.length === 0 ? said`the query gives no columns` : said`the columns are ${names.slice(0, 20).join(', ')}`;
  return problem('condition-unknown-column', wanted, message, hint);
}

const plainName = /^[\p{L}_][\p{L}\p{N}\p{M}_.]*(?: [\p{L}\p{N}_][\p{L}\p{N}\p{M}_.]*)*$/u;

/** How to write a column: with brackets where its name needs some. */
function suggestion({ query }: ColumnName, meant: string): { readonly hint: Said; readonly replacement: string } {
  const isPlain = plainName.test(meant) && meant !== 'true' && meant !== 'false';
  const replacement = `${query === undefined ? '' : `$${query}.`}${isPlain ? meant : `[${meant}]`}`;
  return { hint: said`write ${replacement}`, replacement };
}
