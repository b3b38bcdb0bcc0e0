import { roleOf, type Unit } from '../../charts/index.ts';
import { type Panel, textIn } from '../../dashboards/index.ts';
import type { PanelAnswer } from '../run/panel.ts';

/** A column of an answer with what its panel says of it. */
export interface ShownColumn {
  readonly at: number;
  readonly name: string;
  readonly title: string;
  readonly unit: Unit;
  readonly isNumber: boolean;
}

/** The columns of an answer; a panel that says nothing of one leaves it its name. */
export function shownColumns(panel: Panel, { columns }: PanelAnswer, language: string): readonly ShownColumn[] {
  return columns.map(({ name, type }, at) => {
    const written = panel.columns?.find((column) => column.name === name);
    const isNumber = roleOf({ name, type }) === 'number';
    const title = written?.title === undefined ? name : textIn(written.title, language);
    return { at, name, title, unit: written?.unit ?? (isNumber ? 'count' : 'text'), isNumber };
  });
}
