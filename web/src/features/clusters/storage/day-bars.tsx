import { useTranslation } from 'react-i18next';
import type { ClusterStorage } from '../../../api/storage.ts';
import { useFormats } from '../../../lib/i18n/formats.ts';
import styles from './storage.module.css';

/** A bar has to be seen. */
const mostDays = 90;
const dayMs = 86_400_000;

interface DayBarsProps {
  readonly days: ClusterStorage['days'];
}

/** Bytes of each of the last days on which something was received: as bars, and as a table for those who hear the page. */
export function DayBars({ days }: DayBarsProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const shown = lastDays(days);
  const most = Math.max(1, ...shown.map(({ bytes }) => bytes));
  return (
    <figure className={styles['days']}>
      <figcaption>{t('storage.byDay')}</figcaption>
      <svg className={styles['chart']} viewBox={`0 0 ${shown.length} 1`} preserveAspectRatio="none" aria-hidden>
        {shown.map(({ day, bytes }, index) => (
          <rect key={day} x={index + 0.1} y={1 - bytes / most} width={0.8} height={bytes / most}>
            <title>{`${day}: ${formats.bytes(bytes)}`}</title>
          </rect>
        ))}
      </svg>
      <div className={styles['axis']} aria-hidden>
        <span>{shown[0]?.day}</span>
        <span>{t('storage.most', { size: formats.bytes(most) })}</span>
        <span>{shown.at(-1)?.day}</span>
      </div>
      <div className="visually-hidden">
        <table aria-label={t('storage.byDay')}>
          <thead>
            <tr>
              <th scope="col">{t('storage.day')}</th>
              <th scope="col">{t('storage.now')}</th>
              <th scope="col">{t('clusters.events')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ day, bytes, events }) => (
              <tr key={day}>
                <td>{day}</td>
                <td>{formats.bytes(bytes)}</td>
                <td>{formats.count(events)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}

/** The last days up to the last on which something was received; those on which nothing was are days as well. */
function lastDays(days: DayBarsProps['days']) {
  const byDay = new Map(days.map((one) => [one.day, one]));
  const last = Date.parse(days.at(-1)?.day ?? '');
  const first = Math.max(Date.parse(days[0]?.day ?? ''), last - (mostDays - 1) * dayMs);
  const count = Math.round((last - first) / dayMs) + 1;
  return Array.from({ length: count }, (_, index) => {
    const day = new Date(first + index * dayMs).toISOString().slice(0, 10);
    return { day, bytes: byDay.get(day)?.bytes ?? 0, events: byDay.get(day)?.events ?? 0 };
  });
}
