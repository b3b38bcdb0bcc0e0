import { roleOf, type Unit } from '../../charts/index.ts';
import { type Panel, textIn } from '../../dashboards/index.ts';
import type { PanelAnswer } from '../run/panel.ts';

/** A column of an answer with what its panel says of it. */
export interface ShownColumn {
  readonly at: number;
  readonly name: string;
  readonly title: string;
  readonly type: string;
  readonly means: string | undefined;
  readonly unit: Unit;
  /** It holds numbers that can be compared, so no times and no status codes. */
  readonly isNumber: boolean;
}

/** The columns of an answer; one that the panel says nothing of is called as the statement does. */
export function shownColumns(panel: Panel, { columns }: PanelAnswer, language: string): readonly ShownColumn[] {
  return columns.map(({ name, type }, at) => {
    const written = panel.columns?.find((column) => column.name === name);
    const role = roleOf({ name, type });
    const unit = written?.unit ?? (role === 'number' ? 'count' : 'text');
    const title = written?.title === undefined ? name : textIn(written.title, language);
    const means = written?.means;
    const isNumber = role === 'number' && unit !== 'time' && means === undefined;
    return { at, name, title, type, means, unit, isNumber };
  });
}
