import type { Panel } from '../../dashboards/index.ts';
import type { PanelAnswer } from '../run/panel.ts';
import type { ShownColumn } from './panel-columns.ts';
import type { Reader } from './reader.ts';

/** A panel that answered, for a reader. */
export interface ShownPanel {
  readonly panel: Panel;
  readonly answer: PanelAnswer;
  readonly columns: readonly ShownColumn[];
  readonly reader: Reader;
}
