import { ActionIcon, Skeleton, useComputedColorScheme } from '@mantine/core';
import { IconMaximize } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResultTable as Result } from '../../../api/search.ts';
import { useFormats } from '../../../lib/i18n/formats.ts';
import { splitQuery } from '../../../lib/query-text.ts';
import { AddToDashboard } from '../../../components/add-to-dashboard/add-to-dashboard.tsx';
import { EmptyPanel } from '../../../components/empty-panel.tsx';
import { Cancelled } from '../cancelled.tsx';
import { QueryError } from '../query-error.tsx';
import { ShownOf } from '../shown-of.tsx';
import { Warnings } from '../warnings.tsx';
import type { Explore } from '../use-explore.ts';
import styles from './analysis.module.css';
import { ChartPicker } from '../../../charts/chart-picker.tsx';
import { chartKinds, fittingCharts } from '../../../../../src/charts/index.ts';
import { rowValues } from './row-values.ts';
import { useValueMenu } from '../../../components/value-menu/value-menu-context.ts';
import { NoFit } from './no-fit.tsx';
import { NoStatement } from './no-statement.tsx';
import { HistoryMenu } from './history-menu.tsx';
import { ResultMenu } from '../../../charts/result-menu.tsx';
import { ResultTable } from '../../../charts/result-table.tsx';
import { SingleValue } from '../../../charts/single-value.tsx';
import { recentStatements } from '../../../lib/recent-texts.ts';
import type { useStatement } from './use-statement.ts';
import { tip } from '../../../components/overlay/tip.ts';

const Chart = lazy(async () => ({ default: (await import('../../../charts/chart.tsx')).Chart }));

interface AnalysisViewProps {
  readonly explore: Explore;
  readonly found: ReturnType<typeof useStatement>;
}

/** The answer of a statement: first its table, then the charts that fit its columns. */
export function AnalysisView({ explore, found }: AnalysisViewProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const section = useRef<HTMLElement>(null);
  const isAnswered = found.isSuccess && !found.isPlaceholderData;
  useEffect(() => {
    if (isAnswered) recentStatements.remember(explore.query);
  }, [isAnswered, explore.query]);
  const { data } = found;
  const isStatement = splitQuery(explore.query).analysis !== undefined;
  const fitting = data ? fittingCharts(data) : chartKinds;
  const chosen = chartKinds.find((kind) => kind === explore.search.chart) ?? 'table';
  return (
    <section ref={section} className={styles['section']} aria-label={t('analysis.title')} aria-busy={found.isFetching}>
      <div className={styles['bar']}>
        <ChartPicker
          fitting={fitting}
          chosen={chosen}
          onChoose={(kind) => explore.change({ chart: kind === 'table' ? undefined : kind })}
        />
        <span className={styles['status']} role="status">
          {data && (
            <>
              <strong>
                {t('explore.rowCount', { count: data.rows.length, text: formats.count(data.rows.length) })}
              </strong>
              {` · ${formats.took(data.meta.elapsedMs)}`}
              {data.meta.limited !== undefined &&
                data.rows.length >= data.meta.limited &&
                ` · ${t('analysis.limited', { count: data.meta.limited })}`}
            </>
          )}
          {data && data.meta.warnings.length > 0 && <Warnings warnings={data.meta.warnings} />}
        </span>
        <HistoryMenu onChoose={explore.run} />
        {data && <AddToDashboard statement={explore.query} chart={fitting.includes(chosen) ? chosen : 'table'} />}
        {data && <ResultMenu result={data} />}
        <ActionIcon
          {...tip(t('analysis.fullScreen'))}
          aria-label={t('analysis.fullScreen')}
          onClick={() => void section.current?.requestFullscreen()}
        >
          <IconMaximize size={17} stroke={1.6} />
        </ActionIcon>
      </div>
      <ShownOf asked={explore.statement} answer={found} zone={explore.zone} />
      {found.isError && <QueryError error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && !isStatement && <NoStatement explore={explore} />}
      {found.isPending && isStatement && (found.isFetching ? <Waiting /> : <Cancelled onAgain={found.refetch} />)}
      {data && !found.isError && (
        <div className={styles['answer']} data-stale={found.isPlaceholderData || undefined}>
          {fitting.includes(chosen) ? (
            <Answer result={data} kind={chosen} />
          ) : (
            <NoFit columns={data.columns} kind={chosen} />
          )}
        </div>
      )}
    </section>
  );
}

function Waiting() {
  return <Skeleton height={280} m={12} width="auto" />;
}

interface AnswerProps {
  readonly result: Result;
  readonly kind: (typeof chartKinds)[number];
}

function Answer({ result, kind }: AnswerProps) {
  const { t } = useTranslation();
  const openMenu = useValueMenu();
  const scheme = useComputedColorScheme('light');
  if (result.rows.length === 0) return <EmptyPanel title={t('analysis.noRows')} text={t('empty.noEventOfQuery')} />;
  if (kind === 'table') return <ResultTable result={result} />;
  if (kind === 'value') return <SingleValue result={result} />;
  return (
    <Suspense fallback={<Skeleton height={360} m={12} width="auto" />}>
      <Chart
        key={scheme}
        result={result}
        kind={kind}
        onMark={({ row, column, place }) => {
          const values = rowValues(result, row, column);
          if (values.length > 0) openMenu?.(place, values);
        }}
        hasLegendMarks={openMenu !== undefined}
      />
    </Suspense>
  );
}
