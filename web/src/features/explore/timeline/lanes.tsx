import { useElementSize } from '@mantine/hooks';
import { type KeyboardEvent, type MouseEvent, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { History, HistoryLane, HistoryMark } from '../../../api/history.ts';
import { timeTicks } from '../../../charts/histogram/ticks.ts';
import type { FixedRange } from '../../../lib/time-range.ts';
import { SafeText } from '../../../components/safe-text.tsx';
import { laneKey, nearestMark } from './lane.ts';
import { LaneHead } from './lane-head.tsx';
import { MarkText } from './mark-text.tsx';
import { ConditionTrack, type Scale, Track } from './track.tsx';
import styles from './timeline.module.css';

interface LanesProps {
  readonly history: History;
  readonly range: FixedRange;
  readonly zone: string;
  readonly onOpen: (mark: HistoryMark) => void;
}

interface Place {
  readonly lane: number;
  readonly mark: number;
}

/** The lanes, one below the other. Arrows go from mark to mark and from lane to lane, Enter opens; the line above tells the mark. */
export function Lanes({ history, range, zone, onOpen }: LanesProps) {
  const { t } = useTranslation();
  const { ref, width } = useElementSize();
  const [place, setPlace] = useState<Place>();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const { lanes } = history;
  const { from, to } = range;
  const x = useCallback((instant: number) => ((instant - from) / (to - from)) * width, [from, to, width]);
  const knownFrom = history.knownFrom > history.from ? Date.parse(history.knownFrom) : 0;
  const scale: Scale = { width, to, knownFrom, x };
  const namesCluster = useMemo(() => new Set(lanes.map(({ object }) => object?.cluster)).size > 1, [lanes]);
  const current = place && lanes[place.lane]?.marks[place.mark];

  const go = (lane: number, near: string | undefined, step = 0): void => {
    const marks = lanes[lane]?.marks ?? [];
    const at = near === undefined ? 0 : marks.findIndex((mark) => mark.at >= near);
    const found = (at < 0 ? marks.length - 1 : at) + step;
    if (marks.length > 0) setPlace({ lane, mark: Math.max(0, Math.min(marks.length - 1, found)) });
  };
  /** The next lane with marks; the last where there is none further on. */
  const laneFrom = (lane: number, step: number): number => {
    let next = lane + step;
    while (lanes[next] && lanes[next]?.marks.length === 0) next += step;
    return lanes[next] ? next : lane;
  };
  function onKeyDown(event: KeyboardEvent): void {
    const { lane, mark } = place ?? { lane: laneFrom(-1, 1), mark: 0 };
    const marks = lanes[lane]?.marks ?? [];
    const actions: Readonly<Record<string, () => void>> = {
      ArrowRight: () => setPlace({ lane, mark: place ? Math.min(mark + 1, marks.length - 1) : 0 }),
      ArrowLeft: () => setPlace({ lane, mark: Math.max(0, mark - 1) }),
      ArrowDown: () => go(place ? laneFrom(lane, 1) : lane, current?.at),
      ArrowUp: () => go(laneFrom(lane, -1), current?.at),
      Home: () => setPlace({ lane, mark: 0 }),
      End: () => setPlace({ lane, mark: marks.length - 1 }),
      Enter: () => current && onOpen(current),
      ' ': () => toggle(lanes[lane]),
    };
    const action = event.target === event.currentTarget ? actions[event.key] : undefined;
    if (!action) return;
    event.preventDefault();
    action();
  }
  function toggle(lane: HistoryLane | undefined): void {
    if (!lane || lane.conditions.length === 0) return;
    const key = laneKey(lane);
    setOpen((known) => new Set(known.has(key) ? [...known].filter((one) => one !== key) : [...known, key]));
  }
  const markAt = (event: MouseEvent<HTMLElement>, lane: HistoryLane): HistoryMark | undefined =>
    nearestMark(lane.marks, x, event.clientX - event.currentTarget.getBoundingClientRect().left, 12);
  return (
    <div className={styles['scroller']}>
      <div className={styles['top']}>
        <p className={styles['line']} role="status" aria-live="polite">
          {place && current ? (
            <MarkText lane={lanes[place.lane] ?? nothing} mark={current} zone={zone} />
          ) : (
            t('timeline.hint')
          )}
        </p>
        <div className={styles['row']} aria-hidden>
          <span className={styles['head']} />
          <div ref={ref} className={styles['cell']}>
            <svg width={width} height={18} className={styles['track']}>
              {width > 0 &&
                timeTicks(from, to, zone, width).map((tick) => (
                  <text key={tick.at} x={x(tick.at)} y={13} textAnchor="middle" className={styles['tick']}>
                    {tick.label}
                  </text>
                ))}
            </svg>
          </div>
        </div>
      </div>
      <div
        role="grid"
        aria-label={t('timeline.title')}
        aria-rowcount={lanes.length}
        aria-activedescendant={place ? `lane-${place.lane}` : undefined}
        tabIndex={0}
        className={styles['grid']}
        onKeyDown={onKeyDown}
      >
        {lanes.map((lane, index) => {
          const isOpen = open.has(laneKey(lane));
          const mark = place?.lane === index ? current : undefined;
          return (
            <div
              key={laneKey(lane)}
              role="row"
              id={`lane-${index}`}
              aria-selected={mark !== undefined}
              className={styles['lane']}
            >
              <div className={styles['row']}>
                <div role="rowheader" className={styles['head']}>
                  <LaneHead lane={lane} namesCluster={namesCluster} isOpen={isOpen} onToggle={() => toggle(lane)} />
                </div>
                <div
                  role="gridcell"
                  className={styles['cell']}
                  aria-label={t('timeline.markCount', { count: lane.marks.length + lane.marksLeft })}
                  onMouseMove={(event) => {
                    const near = markAt(event, lane);
                    if (near) setPlace({ lane: index, mark: lane.marks.indexOf(near) });
                  }}
                  onClick={(event) => {
                    const near = markAt(event, lane);
                    if (near) onOpen(near);
                  }}
                >
                  <Track lane={lane} scale={scale} current={mark} />
                </div>
              </div>
              {isOpen &&
                lane.conditions.map((condition) => (
                  <div key={condition.type} className={styles['row']}>
                    <span className={`${styles['head']} ${styles['conditionName']}`}>
                      <SafeText limit={60}>{condition.type}</SafeText>
                    </span>
                    <div className={styles['cell']}>
                      <ConditionTrack condition={condition} scale={scale} />
                    </div>
                  </div>
                ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

const nothing: HistoryLane = {
  kind: 'object',
  found: false,
  depth: 0,
  existence: [],
  conditions: [],
  marks: [],
  marksLeft: 0,
};
