import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Dashboard, textIn } from '../../../../src/dashboards/index.ts';
import { EmptyPanel } from '../../components/empty-panel.tsx';
import { SafeText } from '../../components/safe-text.tsx';
import { CompletenessFoot } from './completeness-foot.tsx';
import { Panel } from './panel/panel.tsx';
import { panelRuns } from './print/panel-runs.ts';
import { Preparing } from './print/preparing.tsx';
import { PrintHead } from './print/print-head.tsx';
import { usePrint } from './print/use-print.ts';
import { ReportBar } from './bar/report-bar.tsx';
import styles from './report.module.css';
import { useReport } from './use-report.ts';

interface ReportProps {
  readonly dashboard: Dashboard;
  /** Ids of panels that one run asks for together. */
  readonly together: readonly (readonly string[])[];
  /** What can be done with the dashboard itself. */
  readonly actions: ReactNode;
}

/** A dashboard with its filters, run for what the URL chooses. */
export function Report({ dashboard, together, actions }: ReportProps) {
  const { t, i18n } = useTranslation();
  const report = useReport(dashboard, i18n.language, together);
  const print = usePrint(report);
  const isPrinting = print.state !== 'no';
  const panels = dashboard.sections.flatMap((section) => section.panels);
  const title = textIn(dashboard.title, i18n.language);
  return (
    <div className={styles['page']} data-printing={isPrinting || undefined}>
      <header className={styles['head']}>
        <div className={styles['headText']}>
          <h1 className={styles['title']}>
            <SafeText limit={200}>{title}</SafeText>
          </h1>
          {dashboard.description && (
            <p className={styles['line']}>
              <SafeText limit={2000}>{textIn(dashboard.description, i18n.language)}</SafeText>
            </p>
          )}
        </div>
        <div className={styles['headActions']}>{actions}</div>
      </header>
      <PrintHead report={report} at={print.at} />
      <ReportBar report={report} onPrint={print.start} />
      {report.fixed === undefined ? (
        <EmptyPanel title={t('explore.noRange')} text={t('explore.noRangeHint')} />
      ) : (
        dashboard.sections.map((section, index) => (
          // eslint-disable-next-line react/no-array-index-key -- sections have no names of their own, and never move
          <section key={index} className={styles['section']}>
            {section.title && (
              <h2 className={styles['sectionTitle']}>
                <SafeText limit={200}>{textIn(section.title, i18n.language)}</SafeText>
              </h2>
            )}
            <div className={styles['grid']}>
              {panelRuns(section.panels).map((run) => (
                <div key={run[0].id} className={run[0].chart === 'value' ? styles['values'] : styles['others']}>
                  {run.map((panel) => (
                    <Panel
                      key={panel.id}
                      report={report}
                      panel={panel}
                      place={panels.indexOf(panel)}
                      heading={section.title ? 'h3' : 'h2'}
                      isPrinting={isPrinting}
                    />
                  ))}
                </div>
              ))}
            </div>
          </section>
        ))
      )}
      <CompletenessFoot report={report} />
      {print.state === 'preparing' && (
        <Preparing done={panels.length - print.waiting} all={panels.length} onCancel={print.cancel} />
      )}
    </div>
  );
}
