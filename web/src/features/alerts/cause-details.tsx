import { useTranslation } from 'react-i18next';
import type { AlertCause } from '../../api/alerts.ts';
import { type DataColumn, DataTable } from '../../components/data-table.tsx';
import { SafeText } from '../../components/safe-text.tsx';
import styles from './alerts.module.css';
import { DeliveryTable } from './deliveries/delivery-table.tsx';

/** Of a cause, so many rows and columns are shown. */
const mostRows = 20;
const mostColumns = 40;

/** Why an alert fired, and what was sent where and answered what. */
export function CauseDetails({ cause }: { readonly cause: AlertCause }) {
  const { t } = useTranslation();
  const { key, evidence, rows, rowCount } = cause;
  return (
    <>
      {rows.length > 0 && (
        <>
          <h2 className={styles['heading']}>{t('alerts.why', { count: rowCount })}</h2>
          <Rows rows={rows.slice(0, mostRows)} />
        </>
      )}
      {evidence && (
        <p className={styles['search']}>
          {t('alerts.searchFor')}{' '}
          <code>
            <SafeText limit={1000}>{evidence.query}</SafeText>
          </code>
        </p>
      )}
      <h2 className={styles['heading']}>{t('alerts.sent')}</h2>
      <DeliveryTable filter={{ about: key }} empty={t('alerts.delivery.noneOfIt')} />
    </>
  );
}

type Row = AlertCause['rows'][number];

/** One row reads as a list of what it has, several as a table. */
function Rows({ rows }: { readonly rows: readonly Row[] }) {
  const { t } = useTranslation();
  const [first, second] = rows;
  const names = [...new Set(rows.flatMap((row) => Object.keys(row).filter((name) => row[name] !== '')))];
  const shown = names.slice(0, mostColumns);
  if (first && !second) {
    return (
      <dl className={styles['row']}>
        {shown.map((name) => (
          <div key={name}>
            <dt>
              <SafeText limit={120}>{name}</SafeText>
            </dt>
            <dd>
              <SafeText limit={600}>{first[name] ?? ''}</SafeText>
            </dd>
          </div>
        ))}
      </dl>
    );
  }
  const columns: readonly DataColumn<readonly [number, Row]>[] = shown.map((name) => ({
    key: name,
    head: name,
    cell: ([, row]) => <SafeText limit={200}>{row[name] ?? ''}</SafeText>,
  }));
  return (
    <DataTable
      label={t('alerts.rowsFound')}
      columns={columns}
      rows={rows.map((row, index) => [index, row] as const)}
      rowKey={([index]) => String(index)}
      empty=""
    />
  );
}
