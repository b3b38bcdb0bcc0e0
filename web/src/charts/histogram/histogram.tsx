import type { ReactNode } from 'react';
import { Skeleton } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { IconZoomOut } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { LogQuery } from '../../api/search.ts';
import type { FixedRange } from '../../lib/time-range.ts';
import { useHistogram } from './use-histogram.ts';
import { Bars } from './bars.tsx';
import { Compare } from './compare.tsx';
import { MarkList } from './mark-list.tsx';
import type { HistogramMark } from './marks.tsx';
import { Hatching } from './hatching.tsx';
import styles from './histogram.module.css';
import { HistogramTable } from './histogram-table.tsx';

interface HistogramProps {
  readonly asked: LogQuery | undefined;
  readonly range: FixedRange;
  readonly zone: string;
  /** The same over the period before, where it is compared. */
  readonly before?: LogQuery | undefined;
  readonly marks?: readonly HistogramMark[];
  /** What else can be done with it, in its legend. */
  readonly tools?: ReactNode;
  /** Compares with the period before, or no longer. */
  readonly onCompare?: () => void;
  /** Called with the stretch that was dragged out. */
  readonly onRange: (range: FixedRange) => void;
  readonly onZoomOut: () => void;
}

const barWidth = 12;
const noMarks: readonly HistogramMark[] = [];

/** When things happened, stacked by outcome; drag to zoom in, the button to zoom out. */
export function Histogram(props: HistogramProps) {
  const { asked, range, zone, before, marks = noMarks, tools, onCompare, onRange, onZoomOut } = props;
  const { t } = useTranslation();
  const { ref, width } = useElementSize();
  const buckets = width > 0 ? Math.max(20, Math.min(180, Math.floor(width / barWidth))) : 0;
  const found = useHistogram(asked, buckets);
  const compared = useHistogram(before, buckets);
  const earlier = before && !compared.isPlaceholderData ? compared.data : undefined;
  const stale = found.isPlaceholderData || (found.isFetching && !found.data);
  return (
    <section className={styles['section']} aria-label={t('histogram.title')} aria-busy={found.isFetching}>
      <Hatching />
      <div ref={ref} className={styles['chart']} data-stale={stale || undefined}>
        {found.data && width > 0 && (
          <Bars
            buckets={found.data}
            before={earlier}
            marks={marks}
            range={range}
            zone={zone}
            width={width}
            onRange={onRange}
          />
        )}
        {found.isPending && !found.isError && <Skeleton height={80} ml={44} width="auto" />}
        {found.isError && <p className={styles['message']}>{t('histogram.failed')}</p>}
      </div>
      <div className={styles['legend']}>
        {(['ok', 'refused', 'failed', 'none'] as const).map((outcome) => (
          <span key={outcome} className={styles['entry']}>
            <svg width="10" height="10" aria-hidden>
              <rect width="10" height="10" rx="2" className={styles[outcome]} />
            </svg>
            {t(`outcome.${outcome}`)}
          </span>
        ))}
        <MarkList marks={marks} zone={zone} />
        {tools}
        {onCompare && <Compare now={found.data} before={earlier} isOn={before !== undefined} onCompare={onCompare} />}
        <button type="button" data-action="zoomOut" className={styles['zoomOut']} onClick={onZoomOut}>
          <IconZoomOut size={14} aria-hidden />
          {t('histogram.zoomOut')}
        </button>
      </div>
      {found.data && <HistogramTable buckets={found.data} zone={zone} />}
    </section>
  );
}
