import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResultTable } from '../api/search.ts';
import styles from './chart.module.css';
import { echarts, registerWorld } from './echarts.ts';
import { chartOption, type DrawnKind } from '../../../src/charts/index.ts';
import { readChartColors } from './chart-colors.ts';

interface ChartProps {
  readonly result: ResultTable;
  readonly kind: DrawnKind;
}

/** A chart on canvas, where no text can become markup. */
export function Chart({ result, kind }: ChartProps) {
  const { t, i18n } = useTranslation();
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = host.current;
    if (!element) return undefined;
    const chart = echarts.init(element, undefined, { renderer: 'canvas' });
    const observer = new ResizeObserver(() => chart.resize());
    observer.observe(element);
    let isGone = false;
    async function draw(): Promise<void> {
      if (kind === 'map') await registerWorld();
      const { fontFamily } = getComputedStyle(document.body);
      const settings = { colors: readChartColors(), language: i18n.language, fontFamily };
      if (!isGone) chart.setOption({ ...chartOption(result, kind, settings) });
    }
    void draw();
    return () => {
      isGone = true;
      observer.disconnect();
      chart.dispose();
    };
  }, [result, kind, i18n.language]);
  return <div ref={host} className={styles['chart']} role="img" aria-label={t(`analysis.kind.${kind}`)} />;
}
