import { ActionIcon, Button } from '@mantine/core';
import { IconPrinter, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../../../../src/dashboards/index.ts';
import { fetchValues } from '../../../api/search.ts';
import { TimePicker } from '../../../components/time-picker/time-picker.tsx';
import { absolute } from '../../../lib/time-range.ts';
import { useActions } from '../../../lib/actions.ts';
import type { Report } from '../use-report.ts';
import { FilterInput } from './filter-input.tsx';
import { RefreshMenu } from './refresh-menu.tsx';
import styles from './report-bar.module.css';
import { VariableInput } from './variable-input.tsx';
import { tip } from '../../../components/overlay/tip.ts';

/** The fields in which values of a filter are looked for. */
const fieldsOf = {
  namespace: ['objectRef.namespace'],
  user: ['user.username', 'derived.ramUid'],
  code: ['responseStatus.code'],
} as const;

interface ReportBarProps {
  readonly report: Report;
  readonly onPrint: () => void;
}

/** What a report is asked with: its range, its variables, its filters; and when it is asked anew. */
export function ReportBar({ report, onPrint }: ReportBarProps) {
  const { t, i18n } = useTranslation();
  const [timeOpen, setTimeOpen] = useState(false);
  useActions({ time: () => setTimeOpen(true) });
  const { dashboard, filters, clusters, fixed } = report;
  const range = fixed && { ...absolute(fixed), ...(clusters.length > 0 ? { clusters } : {}) };
  const isFiltered = Object.keys(filters).length > 0;
  return (
    <div className={styles['bar']} role="group" aria-label={t('reports.filters')}>
      <div className={styles['inputs']}>
        <TimePicker
          range={report.range}
          fixed={fixed}
          zone={report.zone}
          opened={timeOpen}
          onOpen={setTimeOpen}
          onRange={report.setRange}
          onZone={(tz) => report.change({ tz })}
        />
        {dashboard.variables.map((variable) => (
          <VariableInput
            key={variable.name}
            label={textIn(variable.title, i18n.language)}
            help={variable.help && textIn(variable.help, i18n.language)}
            value={report.variables[variable.name] ?? variable.default}
            suggest={variable.suggest}
            report={report}
            onChange={(value) => report.setVariable(variable.name, value)}
          />
        ))}
        {dashboard.filters.map((name) => (
          <FilterInput
            key={name}
            label={t(`reports.filter.${name}`)}
            placeholder={t(`reports.all.${name}`)}
            width={name === 'code' ? 72 : 128}
            values={filters[name] ?? []}
            complete={async (prefix, signal) => {
              if (!range) return [];
              const found = await Promise.all(fieldsOf[name].map((field) => fetchValues(field, prefix, range, signal)));
              return [...new Set(found.flat())];
            }}
            completeKey={[name, range]}
            isWanted={name === 'code' ? (text) => /^\d{1,9}$/.test(text) : undefined}
            onChange={(values) => report.setFilter(name, values)}
          />
        ))}
        {isFiltered && (
          <Button
            variant="subtle"
            color="gray"
            leftSection={<IconX size={14} />}
            onClick={() => report.change({ namespace: undefined, user: undefined, code: undefined })}
          >
            {t('reports.clearFilters')}
          </Button>
        )}
      </div>
      <div className={styles['actions']}>
        <RefreshMenu report={report} />
        <ActionIcon
          {...tip(t('reports.print'))}
          variant="default"
          size={30}
          aria-label={t('reports.print')}
          onClick={onPrint}
        >
          <IconPrinter size={16} stroke={1.6} />
        </ActionIcon>
      </div>
    </div>
  );
}
