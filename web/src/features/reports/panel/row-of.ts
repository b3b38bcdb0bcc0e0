import { splitStatement } from '../../../../../src/query/index.ts';
import { bindDrillDown, type Panel } from '../../../../../src/dashboards/index.ts';
import type { Json } from '../../../api/json.ts';
import { cellText } from '../../../../../src/charts/index.ts';
import type { Entity } from '../../../lib/entity-page.ts';
import { absolute } from '../../../lib/time-range.ts';
import type { Report } from '../use-report.ts';
import type { Meaning, PanelColumn } from './panel-columns.ts';

type Cells = readonly (Json | undefined)[];

/** The text of the first column that means this; empty where there is none. */
export function textOfMeaning(columns: readonly PanelColumn[], row: Cells, means: Meaning): string {
  const column = columns.find((column) => column.means === means);
  return (column && cellText(row[column.at])) ?? '';
}

/** What a value stands for that has a page of its own; undefined where it has none. */
export function entityOf(columns: readonly PanelColumn[], row: Cells, column: PanelColumn): Entity | undefined {
  const text = cellText(row[column.at]) ?? '';
  if (text === '') return undefined;
  const { means } = column;
  if (means === 'user') return { kind: means, user: text };
  if (means === 'namespace') return { kind: means, namespace: text };
  if (means === 'address') return { kind: means, address: text };
  const resource = textOfMeaning(columns, row, 'resource');
  if (means !== 'object' || resource === '') return undefined;
  return { kind: means, resource, namespace: textOfMeaning(columns, row, 'namespace'), name: text };
}

/**
 * The search that finds the events behind a row or one of its numbers, or without one behind the whole panel; undefined where there is
 * none to write.
 */
export function eventsBehind(
  report: Report,
  panel: Panel,
  columns: readonly PanelColumn[],
  row: Cells | undefined,
  number?: PanelColumn,
): string | undefined {
  const named = Object.fromEntries(row ? columns.map(({ name, at }) => [name, cellText(row[at]) ?? null]) : []);
  const shown = row ? panel : { statement: panel.statement };
  const bound = bindDrillDown(shown, named, { filters: report.filters, variables: report.variables }, number?.name);
  return bound.ok ? bound.value : undefined;
}

/** The explorer at the report's range, with nothing hidden: what was counted is what is found. */
export function explorerAt(report: Report, query: string) {
  const isStatement = splitStatement(query).analysis !== undefined;
  const range = report.fixed ? absolute(report.fixed) : {};
  const search = { q: query, ...range, noise: 'show' as const, ...(isStatement ? { view: 'analysis' as const } : {}) };
  return { to: '/explore', search } as const;
}
