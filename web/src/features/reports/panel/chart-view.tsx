import { type RefObject, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Panel } from '../../../../../src/dashboards/index.ts';
import { cellText } from '../../../../../src/charts/index.ts';
import { Chart, type ChartMark, type ChartMore } from '../../../charts/chart.tsx';
import { HiddenTable } from './hidden-table.tsx';
import { chartTableOf } from './panel-columns.ts';
import type { PanelView } from './panel-view.ts';
import { useOpenEvents } from './use-open-events.ts';

interface ChartViewProps extends PanelView {
  readonly kind: Exclude<Panel['chart'], 'value' | 'table' | 'list'>;
  readonly pictureRef: RefObject<() => HTMLCanvasElement | undefined>;
}

/** The rows as a pictureRef: a click on a mark filters by what it stands for, with Ctrl it opens the events behind it. */
export function ChartView({ kind, pictureRef, ...view }: ChartViewProps) {
  const { t } = useTranslation();
  const { panel, answer, columns, choose } = view;
  const table = useMemo(() => chartTableOf(columns, answer), [columns, answer]);
  const before = t('reports.changeHead');
  const more = useMemo(() => moreOf(panel, answer, columns, before), [panel, answer, columns, before]);
  const openEvents = useOpenEvents(view);
  const onMark = ({ row, event }: ChartMark): void => {
    const cells = answer.rows[row] ?? [];
    if (event.ctrlKey || event.metaKey) return openEvents(event, cells);
    // What tells the marks of one place apart comes last.
    const column = columns.findLast(
      ({ at, isNumber, means }) => !isNumber && (cells[at] ?? null) !== null && choose.can(means),
    );
    return column && choose.toggle(column.means, cellText(cells[column.at]) ?? '');
  };
  return (
    <>
      <Chart
        result={table}
        kind={kind}
        more={more}
        pixelRatio={view.isPrinting ? 3 : undefined}
        onMark={onMark}
        pictureRef={pictureRef}
      />
      <HiddenTable report={view.report} answer={answer} columns={columns} />
    </>
  );
}

/** The unit of what is drawn, its thresholds, and the same of the period before, by its name in the page's language. */
function moreOf(
  { thresholds }: Panel,
  { before }: PanelView['answer'],
  columns: PanelView['columns'],
  name: string,
): ChartMore {
  const drawn = columns.find(({ isNumber }) => isNumber);
  const earlier = before && 'rows' in before ? before : undefined;
  return {
    unit: drawn?.unit,
    thresholds: thresholds?.filter(({ column }) => column === drawn?.name),
    before: earlier && {
      rows: earlier.rows,
      shiftMs: Date.parse(earlier.to) - Date.parse(earlier.from),
      name,
    },
  };
}
