import { type Panel, textIn } from '../../../../../src/dashboards/index.ts';
import type { PanelAnswer } from '../../../api/dashboards.ts';
import { type ChartTable, outcomeOfColumn, roleOf, type Unit } from '../../../../../src/charts/index.ts';

type Written = NonNullable<Panel['columns']>[number];

/** What a column's values stand for. */
export type Meaning = NonNullable<Written['means']>;

/** A column of an answer with what its panel says about it. */
export interface PanelColumn {
  readonly at: number;
  readonly name: string;
  readonly type: string;
  readonly title: string;
  readonly unit: Unit;
  readonly isNumber: boolean;
  readonly means: Meaning | undefined;
  /** The search for the events behind its numbers, where they are not all of the row. */
  readonly drillDown: string | undefined;
}

/** The columns of an answer, with the titles, units and meanings that the panel gives them. */
export function columnsOf(panel: Panel, { columns }: Pick<PanelAnswer, 'columns'>, language: string): PanelColumn[] {
  return columns.map(({ name, type }, at) => {
    const written = panel.columns?.find((column) => column.name === name);
    const role = roleOf({ name, type });
    const unit = written?.unit ?? (role === 'number' ? 'count' : role);
    return {
      at,
      name,
      type,
      title: written?.title ? textIn(written.title, language) : name,
      unit,
      // Unix seconds are a time, and a status code is a name.
      isNumber: role === 'number' && unit !== 'time' && written?.means === undefined,
      means: written?.means,
      drillDown: written?.drillDown,
    };
  });
}

/** The rows as a chart is drawn from them: columns by their titles, and what holds times as times. */
export function chartTableOf(columns: readonly PanelColumn[], { rows }: Pick<PanelAnswer, 'rows'>): ChartTable {
  const named = columns.map(({ name, title, type, unit }) => ({
    name: title,
    type: unit === 'time' ? 'timestamp' : type,
    outcome: outcomeOfColumn(name),
  }));
  return { columns: named, rows };
}
