import { Modal, useComputedColorScheme } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { type CSSProperties, type ReactNode, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Panel as PanelForm, textIn } from '../../../../../src/dashboards/index.ts';
import type { PanelAnswer } from '../../../api/dashboards.ts';
import { saveBlob } from '../../../api/save-blob.ts';
import { KeptText } from '../../../components/kept-text.tsx';
import { SafeText } from '../../../components/safe-text.tsx';
import { shortDateTime } from '../../../lib/time-format.ts';
import type { Report } from '../use-report.ts';
import { PanelBody } from './panel-body.tsx';
import { PanelInfo } from './panel-info.tsx';
import { PanelMenu } from './panel-menu.tsx';
import { drawPicture } from './picture.ts';
import { StatementDialog } from './statement-dialog.tsx';
import styles from './panel.module.css';
import { usePanel } from './use-panel.ts';

interface PanelProps {
  readonly report: Report;
  readonly panel: PanelForm;
  /** Its number on the page, from 0: what stands first is asked first. */
  readonly place: number;
  readonly heading: 'h2' | 'h3';
  readonly isPrinting: boolean;
}

/** One panel of a report: its question, its answer, and what can be done with both. */
export function Panel({ report, panel, place, heading, isPrinting }: PanelProps) {
  const { t, i18n } = useTranslation();
  const scheme = useComputedColorScheme('light');
  const titleId = useId();
  const { found, watch } = usePanel(report, panel.id, place);
  const [isTable, setIsTable] = useState(false);
  const [hasStatement, setHasStatement] = useState(false);
  const pictureRef = useRef<() => HTMLCanvasElement | undefined>(() => undefined);
  const title = textIn(panel.title, i18n.language);
  const { data: answer } = found;
  const isPicture = !isTable && isDrawn(panel);
  const isFull = report.search.panel === panel.id;
  const body = (isWhole: boolean): ReactNode => (
    <PanelBody
      key={isPicture ? `${scheme} ${isPrinting}` : 'rows'}
      report={report}
      panel={panel}
      found={found}
      isTable={isTable}
      isWhole={isWhole}
      isPrinting={isPrinting}
      pictureRef={pictureRef}
    />
  );
  const tools = (onFullScreen?: () => void): ReactNode => (
    <span className={styles['tools']}>
      <PanelInfo panel={panel} answer={answer} zone={report.zone} />
      <PanelMenu
        report={report}
        panel={panel}
        title={title}
        answer={answer}
        isTable={isTable}
        onTable={isDrawn(panel) || panel.chart === 'list' ? setIsTable : undefined}
        onFullScreen={onFullScreen}
        onStatement={() => setHasStatement(true)}
        onPicture={isPicture && answer ? () => savePicture(report, panel.id, title, pictureRef.current()) : undefined}
      />
    </span>
  );
  const isQuiet = isQuietNow(panel, found);
  return (
    <div
      ref={watch}
      role="group"
      className={isQuiet ? styles['quiet'] : styles['cell']}
      style={isQuiet ? undefined : size(panel)}
      aria-labelledby={titleId}
      aria-busy={found.isFetching}
      data-panel={panel.id}
      data-chart={isTable ? 'table' : panel.chart}
    >
      <div className={isQuiet ? styles['quietLine'] : styles['panel']}>
        <PanelHead id={titleId} title={title} heading={heading} quiet={isQuiet ? (answer ? 'found' : 'looking') : 'no'}>
          {tools(() => report.change({ panel: panel.id }))}
        </PanelHead>
        {!isQuiet && (
          <>
            {isFull ? <div className={styles['body']} /> : body(isPrinting)}
            <PanelFoot panel={panel} answer={answer} />
          </>
        )}
      </div>
      <Modal
        opened={isFull}
        onClose={() => report.change({ panel: undefined }, true)}
        fullScreen
        title={<SafeText limit={200}>{title}</SafeText>}
        closeButtonProps={{ 'aria-label': t('common.close') }}
        classNames={{ content: styles['screen'] ?? '', body: styles['screenBody'] ?? '' }}
      >
        <div className={styles['screenTools']}>
          {t(`reports.counts.${panel.counts}`)}
          {tools()}
        </div>
        {isFull && body(true)}
      </Modal>
      {hasStatement && answer && (
        <StatementDialog report={report} title={title} query={answer.query} onClose={() => setHasStatement(false)} />
      )}
    </div>
  );
}

interface PanelHeadProps {
  readonly id: string;
  readonly title: string;
  readonly heading: 'h2' | 'h3';
  /** Of a panel that has nothing to show: whether that is known yet. */
  readonly quiet: 'no' | 'looking' | 'found';
  readonly children: ReactNode;
}

function PanelHead({ id, title, heading: Heading, quiet, children }: PanelHeadProps) {
  const { t } = useTranslation();
  return (
    <header className={styles['head']}>
      {quiet === 'found' && <IconCircleCheck size={15} stroke={1.6} className={styles['quietMark']} aria-hidden />}
      <Heading className={styles['title']} id={id}>
        <SafeText limit={200}>{title}</SafeText>
      </Heading>
      {quiet !== 'no' && (
        <span className={styles['quietText']}>{t(quiet === 'found' ? 'reports.nothingFound' : 'reports.looking')}</span>
      )}
      {children}
    </header>
  );
}

function PanelFoot({ panel, answer }: { readonly panel: PanelForm; readonly answer: PanelAnswer | undefined }) {
  const { t } = useTranslation();
  return (
    <footer className={styles['foot']}>
      {t(`reports.counts.${panel.counts}`)}
      {answer?.notes?.map((note) => (
        <span key={note} className={styles['panelNote']}>
          <KeptText limit={500}>{note}</KeptText>
        </span>
      ))}
    </footer>
  );
}

/** Whether the panel is but a line, for it has found nothing, or not yet. */
function isQuietNow(panel: PanelForm, { data, isError }: ReturnType<typeof usePanel>['found']): boolean {
  if (panel.quietWhenEmpty !== true || isError) return false;
  return !data || (data.error === undefined && data.rows.length === 0);
}

function savePicture(report: Report, id: string, title: string, canvas: HTMLCanvasElement | undefined): void {
  const { fixed, zone, dashboard } = report;
  if (!canvas || !fixed) return;
  const range = `${shortDateTime(fixed.from, zone)} – ${shortDateTime(fixed.to, zone)} (${zone})`;
  drawPicture(canvas, title, range, (blob) => saveBlob(blob, `${dashboard.id}-${id}.png`));
}

/** Whether the panel is a picture on a canvas, beside which stands a table for screen readers. */
function isDrawn({ chart }: PanelForm): boolean {
  return chart !== 'value' && chart !== 'table' && chart !== 'list';
}

/** Rows of the grid that make 92 pixels: 80 of a row of a dashboard, and the 12 between two. */
const tracksOfRow = 23;

function size({ width, height }: PanelForm): CSSProperties {
  return { '--width': width, '--tracks': height * tracksOfRow, '--height': height } as CSSProperties;
}
