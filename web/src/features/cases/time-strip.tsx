import { dateTime } from '../../lib/time-format.ts';
import { type ShownPin, spanOf } from './shown-pin.ts';
import styles from './cases.module.css';

interface TimeStripProps {
  readonly pins: readonly ShownPin[];
  readonly zone: string;
}

/** All pins on one line of time: events as their numbers, searches as bars of what they look at. The list by time says the same in words. */
export function TimeStrip({ pins, zone }: TimeStripProps) {
  const { from, to } = spanOf(pins);
  const place = (at: number): number => Math.min(100, Math.max(0, ((at - from) / (to - from)) * 100));
  return (
    <figure className={styles['strip']} aria-hidden>
      <div className={styles['track']}>
        {pins.map(({ pin, from: begin, to: end, facts, number }) =>
          facts === undefined ? (
            <span
              key={pin.id}
              className={styles['searchBar']}
              style={{ left: `${place(begin)}%`, width: `${Math.max(0.4, place(end) - place(begin))}%` }}
            />
          ) : (
            <span
              key={pin.id}
              className={styles['dot']}
              data-outcome={facts.outcome}
              style={{ left: `${place(begin)}%` }}
            >
              {number}
            </span>
          ),
        )}
      </div>
      <figcaption className={styles['ends']}>
        <span>{dateTime(from, zone).slice(0, 19)}</span>
        <span>{dateTime(to, zone).slice(0, 19)}</span>
      </figcaption>
    </figure>
  );
}
