import { type RefObject } from 'react';
import type { Panel } from '../../../../../src/dashboards/index.ts';
import { cellText } from '../../../../../src/charts/index.ts';
import { Chart, type ChartMark } from '../../../charts/chart.tsx';
import { HiddenTable } from './hidden-table.tsx';
import type { PanelView } from './panel-view.ts';
import { useOpenEvents } from './use-open-events.ts';

interface ChartViewProps extends PanelView {
  readonly kind: Exclude<Panel['chart'], 'value' | 'table' | 'list'>;
  readonly isPrinting: boolean;
  readonly pictureRef: RefObject<() => HTMLCanvasElement | undefined>;
}

/** The rows as a pictureRef: a click on a mark filters by what it stands for, with Ctrl it opens the events behind it. */
export function ChartView({ kind, isPrinting, pictureRef, ...view }: ChartViewProps) {
  const { answer, columns, choose } = view;
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
        result={answer}
        kind={kind}
        pixelRatio={isPrinting ? 3 : undefined}
        onMark={onMark}
        pictureRef={pictureRef}
      />
      <HiddenTable report={view.report} answer={answer} columns={columns} />
    </>
  );
}
