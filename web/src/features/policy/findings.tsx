import { Button } from '@mantine/core';
import { IconAlertOctagon, IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Fix, LintFinding } from '../../../../src/policy/index.ts';
import { EmptyPanel } from '../../components/empty-panel.tsx';
import { SafeText } from '../../components/safe-text.tsx';
import styles from './policy.module.css';

interface FindingsProps {
  readonly findings: readonly LintFinding[];
  readonly onFix: (fix: Fix) => void;
}

const icons = {
  error: <IconAlertOctagon size={16} aria-hidden />,
  warning: <IconAlertTriangle size={16} aria-hidden />,
  info: <IconInfoCircle size={16} aria-hidden />,
};

/** What is wrong or doubtful, what it means, and a fix where there is one. */
export function Findings({ findings, onFix }: FindingsProps) {
  const { t } = useTranslation();
  if (findings.length === 0) return <EmptyPanel title={t('policy.noFindings')} text={t('policy.noFindingsHint')} />;
  return (
    <ul className={styles['findings']}>
      {findings.map((finding) => (
        <li
          key={`${finding.code}-${finding.line}-${finding.column}-${finding.message}`}
          className={styles['finding']}
          data-severity={finding.severity}
        >
          <span className={styles['icon']}>{icons[finding.severity]}</span>
          <div className={styles['findingText']}>
            <p className={styles['message']}>
              <span className="visually-hidden">{t(`policy.severity.${finding.severity}`)} </span>
              <SafeText limit={1000}>{finding.message}</SafeText>
            </p>
            <p className={styles['hint']}>
              <SafeText limit={1000}>{finding.hint}</SafeText>
            </p>
            <p className={styles['place']}>
              {t('policy.line', { line: finding.line })} · {finding.code}
            </p>
          </div>
          {finding.fix && <FixButton fix={finding.fix} onFix={onFix} />}
        </li>
      ))}
    </ul>
  );
}

function FixButton({ fix, onFix }: { readonly fix: Fix; readonly onFix: (fix: Fix) => void }) {
  const { t } = useTranslation();
  return (
    <Button variant="default" size="compact-xs" title={fix.title} onClick={() => onFix(fix)}>
      {t('policy.fix')}
    </Button>
  );
}
