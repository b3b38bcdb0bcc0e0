import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Diagnostic } from '../../../src/base/index.ts';
import { SafeText } from '../components/safe-text.tsx';
import { fixedFile } from './file-findings.ts';
import styles from './file-editor.module.css';
import type { JudgedFile } from './use-judged-file.ts';

interface FindingListProps {
  readonly text: string;
  readonly judged: JudgedFile;
  readonly onChange: (text: string) => void;
}

const shownFindings = 50;

/** What is to be said of a file, line by line; what can be mended is, by a click. */
export function FindingList({ text, judged: { of, diagnostics }, onChange }: FindingListProps) {
  const { t } = useTranslation();
  return (
    <ul className={styles['findings']} aria-label={t('file.findings')}>
      {diagnostics.slice(0, shownFindings).map((diagnostic, index) => (
        // eslint-disable-next-line react/no-array-index-key -- two may be alike
        <li key={index} data-severity={diagnostic.severity}>
          <Finding diagnostic={diagnostic} />
          {diagnostic.replacement !== undefined && (
            <Button
              variant="default"
              size="compact-xs"
              disabled={of !== text}
              onClick={() => onChange(fixedFile(text, diagnostic))}
            >
              {t('file.fix', { text: diagnostic.replacement })}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

function Finding({ diagnostic: { severity, line, message, hint } }: { readonly diagnostic: Diagnostic }) {
  const { t } = useTranslation();
  return (
    <p className={styles['finding']}>
      <span className="visually-hidden">{t(`file.severity.${severity}`)} </span>
      {line !== undefined && <span className={styles['line']}>{t('file.line', { line })}</span>}{' '}
      <SafeText limit={600}>{message}</SafeText>
      {hint !== undefined && (
        <span className={styles['hint']}>
          <SafeText limit={400}>{hint}</SafeText>
        </span>
      )}
    </p>
  );
}
