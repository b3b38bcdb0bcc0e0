import type { CompiledRule } from '../evaluate/index.ts';
import { type Column, columnNamed, findColumn } from '../expression/index.ts';
import type { Change } from '../state/index.ts';
import { byLanguage } from './template.ts';

/** What a cause is made of. */
export type Caused = Pick<Change, 'group' | 'instance' | 'severity'>;

/** What texts may name. */
export interface Names {
  /** The value of a name in `${…}`, which may be that of a column cut short. */
  readonly look: (field: string, language: string) => string | undefined;
  /** What `{{ … }}` may name. */
  readonly variables: (language: string) => Readonly<Record<string, unknown>>;
}

/** What the texts of a rule may name for one cause. */
export function namesFor({ rule }: CompiledRule, { group, instance, severity }: Caused, columnOf: ColumnFinder): Names {
  const row = group?.rows[0] ?? {};
  const nameOf = columnOf(row);
  const { labels, startedAt } = instance;
  const names = byLanguage(rule.displayName ?? rule.name);
  const ownIn = (language: string) => ({
    alert_id: rule.name,
    alert_name: (Object.hasOwn(names, language) ? names[language] : names['en']) ?? rule.name,
    severity,
  });
  const known = new Map<string, Readonly<Record<string, string | number>>>();
  const valuesIn = (language: string) => {
    const values = known.get(language) ?? { ...ownIn(language), ...group?.counts, ...labels };
    known.set(language, values);
    return values;
  };
  return {
    look: (field, language) => {
      const column = nameOf(field);
      if (column !== undefined) return row[column];
      const values = valuesIn(language);
      return Object.hasOwn(values, field) ? String(values[field]) : undefined;
    },
    variables: (language) => ({
      ...valuesIn(language),
      ...Object.fromEntries(columnsOfRow(Object.keys(row)).map(({ name, own }) => [own, row[name]])),
      alert: {
        ...ownIn(language),
        labels,
        fire_time: Math.floor(startedAt / 1000),
        fire_results: group?.rows ?? [],
        fire_results_count: group?.rowCount ?? 0,
      },
    }),
  };
}

/** Gives for a row what finds the name of the column that a text means. */
export type ColumnFinder = (row: Readonly<Record<string, string>>) => (field: string) => string | undefined;

/** Finds the columns that texts mean. Rows of an answer have the same ones: each is looked for once. */
export function createColumnFinder(): ColumnFinder {
  let known: readonly string[] | undefined;
  let columns: readonly Column[] = [];
  let found = new Map<string, string | undefined>();
  return (row) => {
    const names = Object.keys(row);
    if (!known || !isSame(names, known)) [known, columns, found] = [names, columnsOfRow(names), new Map()];
    return (field) => {
      if (!found.has(field)) {
        const column = findColumn(columnNamed(field), columns);
        found.set(field, column.ok ? columns[column.value]?.name : undefined);
      }
      return found.get(field);
    };
  };
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((name, index) => name === right[index]);
}

/** The columns of a row that may be one of several queries put together: `$1.host` is `host` of the second. */
function columnsOfRow(names: readonly string[]): readonly Column[] {
  return names.map((name) => {
    const { name: own, query } = columnNamed(name);
    return { name, own, queries: query === undefined ? [0, 1, 2] : [query] };
  });
}
