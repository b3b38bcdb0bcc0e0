import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { filterNames, periodBefore, textIn } from '../../../../../src/dashboards/index.ts';
import { useClusters } from '../../../api/clusters.ts';
import { useSession } from '../../../api/session.ts';
import { SafeText } from '../../../components/safe-text.tsx';
import { dateTime, shortDateTime } from '../../../lib/time-format.ts';
import type { FixedRange } from '../../../lib/time-range.ts';
import type { Report } from '../use-report.ts';
import styles from './print.module.css';

/** On paper, what the report was asked with, who printed it, and when. */
export function PrintHead({ report, at }: { readonly report: Report; readonly at: number }) {
  const { t, i18n } = useTranslation();
  const clusters = useClusters();
  const session = useSession();
  const { dashboard, fixed, zone, filters, variables } = report;
  if (!fixed) return null;
  const range = ({ from, to }: FixedRange): string =>
    `${shortDateTime(from, zone)} – ${shortDateTime(to, zone)} (${zone})`;
  const utc = `${new Date(fixed.from).toISOString()} – ${new Date(fixed.to).toISOString()}`;
  const compares = dashboard.sections.some(({ panels }) => panels.some(({ compare }) => compare));
  const all = clusters.data?.map(({ name }) => name) ?? [];
  const lines: readonly (readonly [string, string])[] = [
    [t('time.range'), range(fixed)],
    ['UTC', utc],
    ...(compares ? [[t('reports.compared'), range(periodBefore(fixed))] as const] : []),
    [
      t('frame.clusters'),
      report.clusters.length > 0 ? report.clusters.join(', ') : `${t('frame.allClusters')} (${all.join(', ')})`,
    ],
    ...filterNames.flatMap((name) => {
      const values = filters[name];
      return values ? [[t(`reports.filter.${name}`), values.join(', ')] as const] : [];
    }),
    ...dashboard.variables.map(({ name, title }) => [textIn(title, i18n.language), variables[name] ?? ''] as const),
    [t('reports.printedBy'), session.data?.user.name ?? ''],
    [t('reports.printedAt'), `${dateTime(at, zone).slice(0, 19)} (${zone})`],
  ];
  return (
    <dl className={styles['head']}>
      {lines.map(([name, value]) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>
            <SafeText limit={2000}>{value}</SafeText>
          </dd>
        </Fragment>
      ))}
    </dl>
  );
}
