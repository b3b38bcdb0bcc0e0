import { Badge, Skeleton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Diagnostic } from '../../../../src/base/index.ts';
import { textIn } from '../../../../src/dashboards/index.ts';
import { type DashboardSummary, useDashboards, useUnreadableDashboards } from '../../api/dashboards.ts';
import { EmptyPanel } from '../../components/empty-panel.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Page } from '../../components/page.tsx';
import { SafeText } from '../../components/safe-text.tsx';
import { useWorded } from '../../lib/i18n/wordings/use-worded.ts';
import { mainReports } from '../../lib/main-reports.ts';
import { NewActions } from './edit/new-actions.tsx';
import styles from './reports-page.module.css';

/** Reports that are about one thing, which a link elsewhere names. */
const pagesOfOne: readonly string[] = ['user', 'object', 'address', 'namespace'];

/** All dashboards that the user may see: those that come with the product first, the four main ones before all. */
export function ReportsPage() {
  const { t, i18n } = useTranslation();
  const found = useDashboards();
  const [text, setText] = useState('');
  const wanted = text.trim().toLowerCase();
  const shown = (found.data ?? []).filter(({ id, title, description }) =>
    [id, textIn(title, i18n.language), description ? textIn(description, i18n.language) : ''].some((part) =>
      part.toLowerCase().includes(wanted),
    ),
  );
  return (
    <Page title={t('reports.title')} line={t('reports.line')} actions={<NewActions />}>
      <TextInput
        maw={360}
        mb={16}
        leftSection={<IconSearch size={14} />}
        placeholder={t('reports.search')}
        aria-label={t('reports.search')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {found.error && <ErrorPanel error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <Skeleton height={240} aria-busy="true" />}
      {found.data && shown.length === 0 && <EmptyPanel title={t('reports.noneMatches')} />}
      {groups(shown).map(([group, reports]) => (
        <section key={group}>
          <h2 className={styles['group']}>{t(`reports.group.${group}`)}</h2>
          <ul className={styles['list']}>
            {reports.map((report) => (
              <ReportItem key={report.id} report={report} />
            ))}
          </ul>
        </section>
      ))}
      <Unreadable />
    </Page>
  );
}

/** What its author looks for in vain above. */
function Unreadable() {
  const { t } = useTranslation();
  const { data: unreadable = [] } = useUnreadableDashboards();
  if (unreadable.length === 0) return null;
  return (
    <section>
      <h2 className={styles['group']}>{t('reports.unreadable')}</h2>
      <ul className={styles['problems']}>
        {unreadable.map(({ source, name, diagnostics }) => (
          <li key={`${source} ${name}`}>
            <strong>
              <SafeText limit={200}>{name === '' ? t('reports.folder') : name}</SafeText>
            </strong>{' '}
            <FirstProblem diagnostics={diagnostics} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function FirstProblem({ diagnostics }: { readonly diagnostics: readonly Diagnostic[] }) {
  const [first] = useWorded(diagnostics);
  return (
    <SafeText limit={500}>
      {[first?.line === undefined ? '' : `${first.line}:${first.column ?? 1}`, first?.message]
        .filter(Boolean)
        .join(' ')}
    </SafeText>
  );
}

function ReportItem({ report }: { readonly report: DashboardSummary }) {
  const { t, i18n } = useTranslation();
  const errors = report.diagnostics.filter(({ severity }) => severity === 'error').length;
  return (
    <li>
      <Link to="/reports/$id" params={{ id: report.id }} className={styles['item']}>
        <span className={styles['title']}>
          <SafeText limit={200}>{textIn(report.title, i18n.language)}</SafeText>
        </span>
        {report.description && (
          <span className={styles['line']}>
            <SafeText limit={400}>{textIn(report.description, i18n.language)}</SafeText>
          </span>
        )}
        <span className={styles['tags']}>
          {report.source !== 'built-in' && (
            <Badge variant="default" size="sm" tt="none">
              {t(`reports.source.${report.source}`)}
            </Badge>
          )}
          {report.project !== null && (
            <Badge variant="default" size="sm" tt="none">
              {report.project}
            </Badge>
          )}
          {errors > 0 && <span className={styles['broken']}>{t('reports.problems', { count: errors })}</span>}
        </span>
      </Link>
    </li>
  );
}

type Group = 'main' | 'more' | 'one' | 'own';

function groups(reports: readonly DashboardSummary[]): readonly (readonly [Group, readonly DashboardSummary[]])[] {
  const order = ['main', 'more', 'one', 'own'] as const;
  const rank = ({ id }: DashboardSummary): number => mainReports.findIndex((main) => main === id);
  return order.flatMap((group) => {
    const members = reports.filter((report) => groupOf(report) === group).toSorted((a, b) => rank(a) - rank(b));
    return members.length > 0 ? [[group, members] as const] : [];
  });
}

function groupOf({ id, source }: DashboardSummary): Group {
  if (source !== 'built-in') return 'own';
  if (mainReports.some((main) => main === id)) return 'main';
  return pagesOfOne.includes(id) ? 'one' : 'more';
}
