import { Skeleton } from '@mantine/core';
import { lazy, type RefObject, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Panel } from '../../../../../src/dashboards/index.ts';
import { ApiError } from '../../../api/error.ts';
import type { Report } from '../use-report.ts';
import { ListView } from './list-view.tsx';
import { columnsOf } from './panel-columns.ts';
import { PanelError } from './panel-error.tsx';
import styles from './panel.module.css';
import type { PanelView } from './panel-view.ts';
import { TableView } from './table-view.tsx';
import { useChoose } from './use-choose.ts';
import type { usePanel } from './use-panel.ts';
import { ValueView } from './value-view.tsx';

const ChartView = lazy(async () => ({ default: (await import('./chart-view.tsx')).ChartView }));

interface PanelBodyProps {
  readonly report: Report;
  readonly panel: Panel;
  readonly found: ReturnType<typeof usePanel>['found'];
  readonly isTable: boolean;
  readonly isWhole: boolean;
  readonly isPrinting: boolean;
  readonly pictureRef: RefObject<() => HTMLCanvasElement | undefined>;
}

/** The rows of a panel, or why there are none; old ones are dimmed while new ones are on their way. */
export function PanelBody({ report, panel, found, isTable, isWhole, isPrinting, pictureRef }: PanelBodyProps) {
  const { t, i18n } = useTranslation();
  const choose = useChoose(report);
  const { data: answer } = found;
  const columns = useMemo(
    () => (answer ? columnsOf(panel, answer, i18n.language) : []),
    [panel, answer, i18n.language],
  );
  const problem = found.error ?? answer?.error;
  if (problem)
    return (
      <PanelError
        message={problem.message}
        diagnostics={
          problem instanceof ApiError
            ? problem.diagnostics
            : 'diagnostics' in problem
              ? (problem.diagnostics ?? [])
              : []
        }
        onRetry={() => void found.refetch()}
      />
    );
  if (!answer)
    return (
      <div className={styles['body']}>
        <Waiting />
      </div>
    );
  const view = { report, panel, answer, columns, choose, isWhole, isPrinting };
  return (
    <div className={styles['body']} data-stale={found.isPlaceholderData || undefined}>
      {answer.rows.length === 0 ? (
        <p className={styles['empty']}>{t('reports.nothingFound')}</p>
      ) : isTable ? (
        <TableView {...view} />
      ) : (
        <Rows {...view} pictureRef={pictureRef} />
      )}
    </div>
  );
}

function Rows({ pictureRef, ...view }: PanelView & Pick<PanelBodyProps, 'pictureRef'>) {
  const { chart } = view.panel;
  if (chart === 'value') return <ValueView {...view} />;
  if (chart === 'table') return <TableView {...view} />;
  if (chart === 'list') return <ListView {...view} />;
  return (
    <Suspense fallback={<Waiting />}>
      <ChartView {...view} kind={chart} pictureRef={pictureRef} />
    </Suspense>
  );
}

/** As large as the panel lets it be, within its margins. */
function Waiting() {
  return <Skeleton m={14} width="auto" height="auto" className={styles['skeleton'] ?? ''} />;
}
