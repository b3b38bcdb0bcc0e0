import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Dashboard } from '../../../../../src/dashboards/index.ts';
import type { Diagnostic } from '../../../../../src/base/index.ts';
import { checkDashboard } from '../../../api/own-dashboards.ts';
import { SafeText } from '../../../components/safe-text.tsx';
import { completeDashboard } from '../../../editor/dashboard-completion.ts';
import { fileFindings } from '../../../editor/file-findings.ts';
import styles from './yaml.module.css';

const YamlEditor = lazy(async () => ({ default: (await import('../../../editor/yaml-editor.tsx')).YamlEditor }));

const pauseMillis = 400;
const none: readonly Diagnostic[] = [];

/** What the server says of a file, as it was after the last pause in typing. */
export interface JudgedFile {
  readonly isJudged: boolean;
  readonly dashboard: Dashboard | undefined;
  readonly diagnostics: readonly Diagnostic[];
  readonly of: string;
}

export function useJudgedFile(text: string): JudgedFile {
  const [settled] = useDebouncedValue(text, pauseMillis);
  const found = useQuery({
    queryKey: ['dashboard-check', settled],
    enabled: settled.trim() !== '',
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => ({ of: settled, ...(await checkDashboard(settled, signal)) }),
  });
  const { data } = found;
  return {
    isJudged: data !== undefined && data.of === text,
    dashboard: data?.dashboard,
    diagnostics: data?.diagnostics ?? none,
    of: data?.of ?? '',
  };
}

interface YamlViewProps {
  readonly label: string;
  readonly text: string;
  readonly judged: JudgedFile;
  readonly onChange: (text: string) => void;
}

/** A file in its editor, and below it what is wrong with it, line by line. */
export function YamlView({ label, text, judged, onChange }: YamlViewProps) {
  const { t } = useTranslation();
  const findings = useMemo(() => fileFindings(judged.of, judged.diagnostics), [judged.of, judged.diagnostics]);
  return (
    <>
      <div className={styles['editor']}>
        <Suspense fallback={null}>
          <YamlEditor
            value={text}
            label={label}
            findings={findings}
            marks={[]}
            complete={completeDashboard}
            onChange={onChange}
          />
        </Suspense>
      </div>
      <ul className={styles['findings']} aria-label={t('dashboard.findings')}>
        {judged.diagnostics.slice(0, 50).map((diagnostic, index) => (
          // eslint-disable-next-line react/no-array-index-key -- two may be alike
          <li key={index} data-severity={diagnostic.severity}>
            {diagnostic.line !== undefined && (
              <span className={styles['line']}>{t('dashboard.line', { line: diagnostic.line })}</span>
            )}
            <SafeText limit={600}>{diagnostic.message}</SafeText>
            {diagnostic.hint && (
              <span className={styles['hint']}>
                <SafeText limit={400}>{diagnostic.hint}</SafeText>
              </span>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
