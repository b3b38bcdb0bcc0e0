import { Button, Modal, NumberInput, SegmentedControl, Select, Switch } from '@mantine/core';
import { useDebouncedValue, useMediaQuery } from '@mantine/hooks';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Panel, panelCharts, textIn } from '../../../../../../src/dashboards/index.ts';
import { SafeText } from '../../../../components/safe-text.tsx';
import { StatementField } from '../../../../editor/statement-field.tsx';
import { withOptionalText, withText } from '../../../../lib/dashboard-edits/texts.ts';
import { without } from '../../../../lib/without.ts';
import { absolute } from '../../../../lib/time-range.ts';
import type { Report } from '../../use-report.ts';
import { LocalTextInput } from '../local-text-input.tsx';
import { PreviewBody } from '../preview-body.tsx';
import { usePreview } from '../use-preview.ts';
import { ColumnsField } from './columns-field.tsx';
import styles from './panel-form.module.css';
import { ThresholdsField } from './thresholds-field.tsx';

const drillDownExample = 'user.username: ${{user}}';
/** A pause in typing after which the preview follows. */
const pauseMillis = 500;

interface PanelDialogProps {
  readonly report: Report;
  /** As it is now, or as a new one begins. */
  readonly first: Panel;
  readonly isNew: boolean;
  readonly onDone: (panel: Panel) => void;
  readonly onClose: () => void;
}

/** A panel as a form, with what it gives beside it. Nothing of it is in the dashboard until it is taken over. */
export function PanelDialog({ report, first, isNew, onDone, onClose }: PanelDialogProps) {
  const { t } = useTranslation();
  const isNarrow = useMediaQuery('(max-width: 900px)');
  const [panel, setPanel] = useState(first);
  return (
    <Modal
      opened
      onClose={onClose}
      size="min(1240px, 96vw)"
      fullScreen={isNarrow}
      title={t(isNew ? 'dashboard.newPanel' : 'dashboard.editPanel')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      // Escape closes suggestions of the editor, and a click beside the form is easily made: neither may lose what was typed.
      closeOnEscape={false}
      closeOnClickOutside={false}
    >
      <PanelFields report={report} panel={panel} onChange={setPanel} />
      <div className={styles['actions']}>
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button disabled={panel.statement.trim() === ''} onClick={() => onDone(panel)}>
          {t(isNew ? 'dashboard.addPanel' : 'dashboard.takeOver')}
        </Button>
      </div>
    </Modal>
  );
}

interface PanelFieldsProps {
  readonly report: Report;
  readonly panel: Panel;
  readonly onChange: (panel: Panel) => void;
}

function PanelFields({ report, panel, onChange }: PanelFieldsProps) {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const [shown] = useDebouncedValue(panel, pauseMillis);
  const { found } = usePreview(report, shown);
  const answered = (found.data?.columns ?? []).map(({ name }) => name);
  const asked = useMemo(() => report.fixed && { query: '', ...absolute(report.fixed) }, [report.fixed]);
  const statement = {
    variables: report.variables,
    asked,
    onRun: () => void found.refetch(),
  };
  const put = <K extends keyof Panel>(name: K, value: Panel[K] | undefined): void => {
    onChange((value === undefined ? without(panel, name) : { ...panel, [name]: value }) as Panel);
  };
  return (
    <div className={styles['dialog']}>
      <div className={styles['fields']}>
        <LocalTextInput
          label={t('dashboard.panelTitle')}
          texts={panel.title}
          onChange={(text) => put('title', withText(panel.title, language, text))}
        />
        <StatementField
          label={t('dashboard.statement')}
          placeholder={t('explore.queryHint')}
          value={panel.statement}
          onChange={(text) => put('statement', text)}
          {...statement}
        />
        <div className={styles['pair']}>
          <Select
            label={t('dashboard.chart')}
            data={panelCharts.map((value) => ({ value, label: t(`dashboard.charts.${value}`) }))}
            value={panel.chart}
            allowDeselect={false}
            onChange={(chart) => put('chart', panelCharts.find((other) => other === chart) ?? panel.chart)}
          />
          <Field label={t('dashboard.counts')}>
            <SegmentedControl
              fullWidth
              aria-label={t('dashboard.counts')}
              data={(['operations', 'events'] as const).map((value) => ({
                value,
                label: t(`dashboard.countsOf.${value}`),
              }))}
              value={panel.counts}
              onChange={(counts) => put('counts', counts === 'events' ? 'events' : 'operations')}
            />
          </Field>
        </div>
        <div className={styles['switches']}>
          <Switch
            label={t('dashboard.compare')}
            checked={panel.compare === true}
            onChange={(event) => put('compare', event.currentTarget.checked || undefined)}
          />
          <Switch
            label={t('dashboard.quiet')}
            checked={panel.quietWhenEmpty === true}
            onChange={(event) => put('quietWhenEmpty', event.currentTarget.checked || undefined)}
          />
        </div>
        <div className={styles['pair']}>
          <SizeInput label={t('dashboard.width')} value={panel.width} most={12} onChange={(n) => put('width', n)} />
          <SizeInput label={t('dashboard.height')} value={panel.height} most={20} onChange={(n) => put('height', n)} />
        </div>
        <Field label={t('dashboard.columns')}>
          <ColumnsField panel={panel} answered={answered} onChange={(columns) => put('columns', columns)} />
        </Field>
        <Field label={t('dashboard.thresholds')}>
          <ThresholdsField panel={panel} answered={answered} onChange={(next) => put('thresholds', next)} />
        </Field>
        <StatementField
          label={t('dashboard.drillDown')}
          placeholder={drillDownExample}
          value={panel.drillDown ?? ''}
          onChange={(text) => put('drillDown', text.trim() === '' ? undefined : text)}
          {...statement}
          variables={withColumns(report.variables, answered)}
        />
        <LocalTextInput
          label={t('dashboard.help')}
          texts={panel.help}
          onChange={(text) => put('help', withOptionalText(panel.help, language, text))}
        />
      </div>
      <section className={styles['preview']} aria-label={t('dashboard.preview')} aria-busy={found.isFetching}>
        <h3 className={styles['previewTitle']}>
          <SafeText limit={200}>{textIn(panel.title, language)}</SafeText>
        </h3>
        <div className={styles['previewBody']}>
          <PreviewBody report={report} panel={shown} found={found} />
        </div>
      </section>
    </div>
  );
}

/** A row's values stand in a drill-down by the names of its columns. */
function withColumns(
  variables: Readonly<Record<string, string>>,
  columns: readonly string[],
): Readonly<Record<string, string>> {
  return { ...Object.fromEntries(columns.map((name) => [name, 'value'])), ...variables };
}

function Field({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div role="group" aria-label={label}>
      <p className={styles['heading']}>{label}</p>
      {children}
    </div>
  );
}

interface SizeInputProps {
  readonly label: string;
  readonly value: number;
  readonly most: number;
  readonly onChange: (value: number) => void;
}

function SizeInput({ label, value, most, onChange }: SizeInputProps) {
  return (
    <NumberInput
      label={label}
      value={value}
      min={1}
      max={most}
      allowDecimal={false}
      clampBehavior="strict"
      onChange={(next) => typeof next === 'number' && next >= 1 && onChange(next)}
    />
  );
}
