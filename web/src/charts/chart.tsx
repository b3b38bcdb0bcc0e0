import { type RefObject, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import {
  chartOption,
  type ChartSettings,
  type ChartTable,
  type DrawnKind,
  legendColumn,
  rowOfLegend,
  rowOfMark,
} from '../../../src/charts/index.ts';
import { readChartColors } from './chart-colors.ts';
import styles from './chart.module.css';
import { echarts, registerWorld } from './echarts.ts';

/** A click on a mark: the index of the row behind it. */
export interface ChartMark {
  readonly row: number;
  /** The cell that was clicked, for an entry of the legend. */
  readonly column?: number | undefined;
  readonly event: Pick<MouseEvent, 'ctrlKey' | 'metaKey'>;
  /** Where in the window. */
  readonly place: { readonly x: number; readonly y: number };
}

/** What else a chart is drawn with. Whoever gives it keeps the same object while nothing changes. */
export type ChartMore = Pick<ChartSettings, 'unit' | 'before' | 'thresholds'>;

interface ChartProps {
  readonly result: ChartTable;
  readonly kind: DrawnKind;
  readonly more?: ChartMore | undefined;
  /** Of the canvas; paper has finer points than a screen. */
  readonly pixelRatio?: number | undefined;
  readonly onMark?: (mark: ChartMark) => void;
  /** Entries of the legend are marks too, instead of hiding what they name. */
  readonly hasLegendMarks?: boolean;
  /** Is given what draws the chart as it stands. */
  readonly pictureRef?: RefObject<() => HTMLCanvasElement | undefined>;
}

/** A chart on canvas, where no text can become markup. */
export function Chart({ result, kind, more, pixelRatio, onMark, hasLegendMarks = false, pictureRef }: ChartProps) {
  const { t, i18n } = useTranslation();
  const host = useRef<HTMLDivElement>(null);
  const mark = useRef(onMark);
  useEffect(() => {
    mark.current = onMark;
  }, [onMark]);
  useEffect(() => {
    const element = host.current;
    if (!element) return undefined;
    const chart = echarts.init(element, undefined, {
      renderer: 'canvas',
      ...(pixelRatio === undefined ? {} : { devicePixelRatio: pixelRatio }),
    });
    const observer = new ResizeObserver(() => {
      // A map cannot be drawn into nothing; on paper, a chart that is drawn already is scaled.
      if (element.clientWidth > 0 && element.clientHeight > 0 && !matchMedia('print').matches) chart.resize();
    });
    observer.observe(element);
    let isGone = false;
    const areEntriesMarks = hasLegendMarks && isLine(kind) && legendColumn(result) !== undefined;
    const draw = (): void => {
      if (isGone) return;
      const { fontFamily } = getComputedStyle(document.body);
      const settings = { colors: readChartColors(), language: i18n.language, fontFamily, ...more };
      chart.setOption(chartOption(result, kind, settings));
      if (areEntriesMarks) chart.setOption({ legend: { triggerEvent: true } });
      // Printing does not wait for the next frame.
      chart.getZr().flush();
    };
    if (kind === 'map') void registerWorld().then(draw);
    else draw();
    chart.on('click', (params) => {
      const isLegend = params.componentType === 'legend';
      const row = isLegend
        ? rowOfLegend(result, typeof params.value === 'string' ? params.value : '')
        : rowOfMark(result, kind, params);
      if (row < 0 || !params.event) return;
      const { left, top } = element.getBoundingClientRect();
      const place = { x: left + params.event.offsetX, y: top + params.event.offsetY };
      mark.current?.({ row, event: params.event.event, place, ...(isLegend ? { column: legendColumn(result) } : {}) });
    });
    // Entries that may not hide what they name take no clicks at all, so that is undone before anything is painted.
    if (areEntriesMarks) chart.on('legendselectchanged', () => chart.dispatchAction({ type: 'legendAllSelect' }));
    if (pictureRef) pictureRef.current = () => (isGone ? undefined : chart.renderToCanvas({ pixelRatio: 2 }));
    return () => {
      isGone = true;
      observer.disconnect();
      chart.dispose();
    };
  }, [result, kind, more, i18n.language, pixelRatio, hasLegendMarks, pictureRef]);
  return <div ref={host} className={styles['chart']} role="img" aria-label={t(`analysis.kind.${kind}`)} />;
}

function isLine(kind: DrawnKind): boolean {
  return kind === 'line' || kind === 'area' || kind === 'bar';
}
