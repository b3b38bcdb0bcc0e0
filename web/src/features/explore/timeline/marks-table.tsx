import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { History, HistoryLane, HistoryMark } from '../../../api/history.ts';
import { dateTime } from '../../../lib/time-format.ts';
import { laneKey } from './lane.ts';
import { LaneHead } from './lane-head.tsx';
import { MarkActor, MarkDeed, MarkOutcome } from './mark-text.tsx';
import { SafeText } from '../../../components/safe-text.tsx';
import styles from './timeline.module.css';

interface MarksTableProps {
  readonly history: History;
  readonly zone: string;
  readonly onOpen: (mark: HistoryMark) => void;
}

/** The lanes as a table: for each its stretches of being there, its conditions, and what was done, in the order of time. */
export function MarksTable({ history, zone, onOpen }: MarksTableProps) {
  const { lanes } = history;
  const namesCluster = useMemo(() => new Set(lanes.map(({ object }) => object?.cluster)).size > 1, [lanes]);
  return (
    <div className={styles['scroller']}>
      {lanes.map((lane) => (
        <section key={laneKey(lane)} className={styles['section']}>
          <h2 className={styles['sectionTitle']}>
            <LaneHead
              lane={{ ...lane, conditions: [] }}
              namesCluster={namesCluster}
              isOpen={false}
              onToggle={nothing}
            />
          </h2>
          <Spans lane={lane} zone={zone} />
          <LaneMarks lane={lane} zone={zone} onOpen={onOpen} />
        </section>
      ))}
    </div>
  );
}

function Spans({ lane, zone }: { readonly lane: HistoryLane; readonly zone: string }) {
  const { t } = useTranslation();
  const stretch = ({ from, to }: { readonly from: string; readonly to: string | null }): string =>
    t('timeline.stretch', {
      from: dateTime(Date.parse(from), zone),
      to: to === null ? t('timeline.still') : dateTime(Date.parse(to), zone),
    });
  if (lane.existence.length === 0 && lane.conditions.length === 0) return null;
  return (
    <ul className={styles['spans']}>
      {lane.existence.map((span) => (
        <li key={`${span.from}${span.state}`}>
          {t(span.assumed ? 'timeline.state.assumed' : `timeline.state.${span.state}`)}: {stretch(span)}
        </li>
      ))}
      {lane.conditions.map(({ type, spans }) => (
        <li key={type}>
          <SafeText limit={60}>{type}</SafeText>:{' '}
          {spans.map((span, index) => (
            <span key={span.from}>
              {index > 0 && '; '}
              <SafeText limit={100}>
                {span.reason === '' ? span.status : `${span.status} (${span.reason})`}
              </SafeText>{' '}
              {stretch(span)}
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}

interface LaneMarksProps extends Omit<MarksTableProps, 'history'> {
  readonly lane: HistoryLane;
}

function LaneMarks({ lane, zone, onOpen }: LaneMarksProps) {
  const { t } = useTranslation();
  if (lane.marks.length === 0) return null;
  return (
    <table className={styles['marks']}>
      <thead className="visually-hidden">
        <tr>
          {(['time', 'who', 'did', 'outcome'] as const).map((name) => (
            <th key={name} scope="col">
              {t(`events.column.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lane.marks.map((mark) => (
          <tr key={`${mark.id}${mark.at}`} data-beside={!mark.found || undefined}>
            <td>
              <button type="button" className={styles['open']} onClick={() => onOpen(mark)}>
                <time dateTime={mark.at}>{dateTime(Date.parse(mark.at), zone)}</time>
              </button>
            </td>
            <td>
              <MarkActor mark={mark} />
            </td>
            <td>
              <MarkDeed lane={lane} mark={mark} />
            </td>
            <td>
              <MarkOutcome mark={mark} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function nothing(): void {
  // The table shows all conditions.
}
