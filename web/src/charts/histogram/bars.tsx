import { useMemo, useState } from 'react';
import type { Bucket } from '../../api/search.ts';
import { useFormats } from '../../lib/i18n/formats.ts';
import type { FixedRange } from '../../lib/time-range.ts';
import styles from './histogram.module.css';
import { Before } from './before.tsx';
import { type HistogramMark, Marks } from './marks.tsx';
import { HistogramTip } from './histogram-tip.tsx';
import { snapToBuckets } from './snap.ts';
import { countTicks, timeTicks } from './ticks.ts';
import { useBrush } from './use-brush.ts';

const height = 104;
const axis = { left: 44, bottom: 18, top: 6 };
const outcomes = ['ok', 'refused', 'failed', 'none'] as const;

interface BarsProps {
  readonly buckets: readonly Bucket[];
  readonly range: FixedRange;
  readonly zone: string;
  readonly width: number;
  /** The buckets of the period before, to compare with. */
  readonly before: readonly Bucket[] | undefined;
  readonly marks: readonly HistogramMark[];
  readonly onRange: (range: FixedRange) => void;
}

export function Bars({ buckets, range, zone, width, before, marks, onRange }: BarsProps) {
  const formats = useFormats();
  const [hovered, setHovered] = useState<number>();
  const plot = {
    left: axis.left,
    width: Math.max(1, width - axis.left),
    top: axis.top,
    height: height - axis.bottom - axis.top,
  };
  const from = buckets[0]?.from ?? range.from;
  const to = buckets.at(-1)?.to ?? range.to;
  const x = (instant: number): number => plot.left + ((instant - from) / (to - from)) * plot.width;
  const counts = useMemo(
    () => countTicks(Math.max(0, ...[...buckets, ...(before ?? [])].map((bucket) => bucket.count))),
    [buckets, before],
  );
  const y = (count: number): number => plot.top + plot.height * (1 - count / counts.max);
  const toInstant = (offset: number): number => from + ((offset - plot.left) / plot.width) * (to - from);
  const snap = (start: number, end: number) => snapToBuckets(buckets, toInstant(start), toInstant(end));
  const brush = useBrush((start, end) => {
    const chosen = snap(start, end);
    if (chosen) onRange(chosen);
  });
  const brushed = brush.stretch && snap(brush.stretch.from, brush.stretch.to);
  const bucket = hovered === undefined ? undefined : buckets[hovered];
  return (
    <>
      <svg
        width={width}
        height={height}
        aria-hidden
        className={styles['svg']}
        {...brush.handlers}
        onMouseMove={(event) => {
          const offset = event.clientX - event.currentTarget.getBoundingClientRect().left;
          const index = buckets.findIndex((bucket) => toInstant(offset) < bucket.to);
          setHovered(offset < plot.left || index < 0 ? undefined : index);
        }}
        onMouseLeave={() => setHovered(undefined)}
      >
        {counts.ticks.map((tick) => (
          <g key={tick}>
            <line x1={plot.left} x2={width} y1={y(tick)} y2={y(tick)} className={styles['grid']} />
            <text x={plot.left - 6} y={y(tick) + 4} className={styles['label']} textAnchor="end">
              {formats.short(tick)}
            </text>
          </g>
        ))}
        {timeTicks(from, to, zone, plot.width).map((tick) => (
          <text key={tick.at} x={x(tick.at)} y={height - 4} className={styles['label']} textAnchor="middle">
            {tick.label}
          </text>
        ))}
        {before && <Before buckets={before} shift={range.to - range.from} x={x} y={y} />}
        {buckets.map((bucket, index) => {
          let base = 0;
          const left = x(bucket.from) + 0.5;
          const barWidth = Math.max(1, x(bucket.to) - x(bucket.from) - 1);
          return (
            <g key={bucket.from} opacity={hovered === undefined || hovered === index ? 1 : 0.55}>
              {outcomes.map((outcome) => {
                const count = bucket[outcome];
                if (count === 0) return null;
                const top = y(base + count);
                // One refused request among thousands must still be seen.
                const shown = Math.max(1.5, y(base) - top);
                base += count;
                return (
                  <rect
                    key={outcome}
                    x={left}
                    y={y(base - count) - shown}
                    width={barWidth}
                    height={shown}
                    className={styles[outcome]}
                  />
                );
              })}
            </g>
          );
        })}
        <Marks marks={marks} zone={zone} height={height - axis.bottom} x={x} />
        {brushed && (
          <rect
            x={x(brushed.from)}
            y={0}
            width={x(brushed.to) - x(brushed.from)}
            height={height - axis.bottom}
            className={styles['brush']}
          />
        )}
      </svg>
      {bucket && !brush.stretch && (
        <HistogramTip bucket={bucket} zone={zone} left={x((bucket.from + bucket.to) / 2)} width={width} />
      )}
    </>
  );
}
