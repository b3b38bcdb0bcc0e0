import { type Plan, some, type Typed } from '../resolve/index.ts';
import { raw, sql } from '../types/index.ts';
import type { Emitter } from './emitter.ts';

type Of<K extends Plan['kind']> = Extract<Plan, { kind: K }>;

/** Of more rows it would not pay to look for their seconds first. */
const maxRows = 10_000;

/**
 * What a sort by time, the latest first, reads for so many first rows: events of the seconds alone that these are of. To find the seconds
 * the engine reads backwards in the order of the table's key, as far as it has to, and few columns; all that is shown it reads for few
 * events. Other sorts read what they read.
 */
export function sourceOfLatest(emitter: Emitter, { source, keys: [first] }: Of<'sort'>, rows: number): Plan {
  const scan = scanOf(source);
  if (!scan || rows > maxRows || !first?.descending || first.value.kind !== 'column') return source;
  const { id } = first.value.column;
  const field = scan.columns.find(({ column }) => column.id === id)?.field;
  if (field?.kind !== 'reserved' || field.name !== '__time__') return source;
  const seconds = sql`SELECT ${raw(id)} FROM (${emitter.plan(narrowed(source, new Set([id])))}) ORDER BY ${raw(id)} DESC LIMIT ${rows}`;
  return withSeconds(source, seconds);
}

/** The scan whose rows a plan gives, each once or not at all. */
function scanOf(plan: Plan): Of<'scan'> | undefined {
  if (plan.kind === 'scan') return plan;
  return plan.kind === 'project' || plan.kind === 'filter' ? scanOf(plan.source) : undefined;
}

/** The same rows with these columns alone, and those by which rows are chosen: the engine need not understand what it would not compute. */
function narrowed(plan: Plan, wanted: ReadonlySet<string>): Plan {
  if (plan.kind === 'scan') return { ...plan, columns: plan.columns.filter(({ column }) => wanted.has(column.id)) };
  if (plan.kind === 'project') {
    const items = plan.items.filter(({ column }) => wanted.has(column.id));
    const read = columnsIn(items.map(({ value }) => value));
    return read ? { ...plan, items, source: narrowed(plan.source, new Set([...wanted, ...read])) } : plan;
  }
  if (plan.kind !== 'filter') return plan;
  const read = columnsIn([plan.condition]);
  return read ? { ...plan, source: narrowed(plan.source, new Set([...wanted, ...read])) } : plan;
}

/** Ids of the columns that expressions are computed from; undefined where statements within them may read any. */
function columnsIn(values: readonly Typed[]): readonly string[] | undefined {
  const ids: string[] = [];
  const readsMore = values.some((value) =>
    some(value, (part) => {
      if (part.kind === 'column') ids.push(part.column.id);
      return 'plan' in part;
    }),
  );
  return readsMore ? undefined : ids;
}

function withSeconds(plan: Plan, seconds: NonNullable<Of<'scan'>['seconds']>): Plan {
  if (plan.kind === 'scan') return { ...plan, seconds };
  return plan.kind === 'project' || plan.kind === 'filter'
    ? { ...plan, source: withSeconds(plan.source, seconds) }
    : plan;
}
