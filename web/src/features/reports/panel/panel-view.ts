import type { Panel } from '../../../../../src/dashboards/index.ts';
import type { PanelAnswer } from '../../../api/dashboards.ts';
import type { Report } from '../use-report.ts';
import type { PanelColumn } from './panel-columns.ts';
import type { Choose } from './use-choose.ts';

/** What every way to show a panel's rows is given. */
export interface PanelView {
  readonly report: Report;
  readonly panel: Panel;
  readonly answer: PanelAnswer;
  readonly columns: readonly PanelColumn[];
  readonly choose: Choose;
  /** All rows, as on paper and on the full screen. */
  readonly isWhole: boolean;
  readonly isPrinting: boolean;
}
