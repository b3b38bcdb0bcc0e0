import { useTranslation } from 'react-i18next';
import type { Bucket } from '../../api/search.ts';
import { dateTime } from '../../lib/time-format.ts';

interface HistogramTableProps {
  readonly buckets: readonly Bucket[];
  readonly zone: string;
}

/** The same counts as a table, for those who cannot see bars. */
export function HistogramTable({ buckets, zone }: HistogramTableProps) {
  const { t } = useTranslation();
  const filled = buckets.filter((bucket) => bucket.count > 0);
  return (
    <div className="visually-hidden">
      <table>
        <caption>{t('histogram.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('time.from')}</th>
            {(['ok', 'refused', 'failed', 'none'] as const).map((outcome) => (
              <th key={outcome} scope="col">
                {t(`outcome.${outcome}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {filled.map((bucket) => (
            <tr key={bucket.from}>
              <th scope="row">{dateTime(bucket.from, zone)}</th>
              <td>{bucket.ok}</td>
              <td>{bucket.refused}</td>
              <td>{bucket.failed}</td>
              <td>{bucket.none}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
