import { useMemo } from 'react';
import type { HistoryLane, HistoryMark } from '../../../api/history.ts';
import { cutText, visibleText } from '../../../../../src/base/index.ts';
import { distinctMarks, kindOf, outcomeOfMark } from './lane.ts';
import { Shape } from './shape.tsx';
import styles from './timeline.module.css';

export const laneHeight = 28;
export const conditionHeight = 18;

/** Where moments are: the stretch of time that is shown, and from when on all is known. */
export interface Scale {
  readonly width: number;
  readonly to: number;
  readonly knownFrom: number;
  readonly x: (instant: number) => number;
}

interface TrackProps {
  readonly lane: HistoryLane;
  readonly scale: Scale;
  readonly current: HistoryMark | undefined;
}

/** A lane over time: when the object was there, and what was done. */
export function Track({ lane, scale, current }: TrackProps) {
  const { width, x, to } = scale;
  const middle = laneHeight / 2;
  const marks = useMemo(() => distinctMarks(lane.marks, x, 4), [lane.marks, x]);
  return (
    <svg width={width} height={laneHeight} aria-hidden className={styles['track']}>
      <line x1={0} x2={width} y1={middle} y2={middle} className={styles['base']} />
      {lane.existence.map((span) => (
        <rect
          key={`${span.from}${span.state}`}
          {...extentOf(span, scale)}
          y={middle - 8}
          height={16}
          rx={2}
          className={styles['span']}
          data-state={span.state}
          data-assumed={span.assumed || undefined}
        />
      ))}
      {scale.knownFrom > 0 && x(scale.knownFrom) > 0 && (
        <rect
          x={0}
          width={Math.min(width, x(scale.knownFrom))}
          y={0}
          height={laneHeight}
          className={styles['unknown']}
        />
      )}
      {marks.map((mark) => (
        <Shape
          key={`${mark.id}${mark.at}`}
          x={Math.min(x(Date.parse(mark.at)), x(to))}
          y={middle}
          kind={kindOf(mark)}
          outcome={outcomeOfMark(mark)}
          isBeside={!mark.found}
        />
      ))}
      {current && (
        <Shape
          x={x(Date.parse(current.at))}
          y={middle}
          kind={kindOf(current)}
          outcome={outcomeOfMark(current)}
          isCurrent
        />
      )}
    </svg>
  );
}

type Condition = HistoryLane['conditions'][number];

/** What a condition was over time. */
export function ConditionTrack({ condition, scale }: { readonly condition: Condition; readonly scale: Scale }) {
  return (
    <svg width={scale.width} height={conditionHeight} aria-hidden className={styles['track']}>
      {condition.spans.map((span) => {
        const { x, width } = extentOf(span, scale);
        const text = visibleText(
          cutText(span.reason === '' ? span.status : `${span.status} · ${span.reason}`, 60).text,
        );
        return (
          <g key={span.from}>
            <rect
              x={x}
              width={width}
              y={3}
              height={12}
              rx={2}
              className={styles['condition']}
              data-status={span.status}
            />
            {width > 7 * text.length && (
              <text x={x + 4} y={12.5} className={styles['conditionText']} data-status={span.status}>
                {text}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
}

function extentOf(span: { readonly from: string; readonly to: string | null }, { x, to }: Scale) {
  const begin = Math.max(0, x(Date.parse(span.from)));
  const end = x(Math.min(span.to === null ? to : Date.parse(span.to), to));
  return { x: begin, width: Math.max(2, end - begin) };
}
