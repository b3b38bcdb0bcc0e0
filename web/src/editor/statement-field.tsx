import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { LogQuery } from '../api/search.ts';
import { SafeText } from '../components/safe-text.tsx';
import { queryLanguageOf } from './query-language-of.ts';
import styles from './statement-field.module.css';
import { useCompletion } from './use-completion.ts';
import { usePanelDiagnostics } from './use-panel-diagnostics.ts';

const QueryEditor = lazy(async () => ({ default: (await import('./query-editor.tsx')).QueryEditor }));

interface StatementFieldProps {
  readonly label: string;
  readonly value: string;
  readonly placeholder: string;
  /** The values that variables have by themselves. */
  readonly variables: Readonly<Record<string, string>>;
  /** The range and clusters whose values are completed. */
  readonly asked: LogQuery | undefined;
  readonly onChange: (value: string) => void;
  /** On Enter. */
  readonly onRun: () => void;
}

/** A statement in a form, with completion, and what is wrong with it below. */
export function StatementField(props: StatementFieldProps) {
  const { label, value, placeholder, variables, asked, onChange, onRun } = props;
  const { i18n } = useTranslation();
  const diagnostics = usePanelDiagnostics(value, variables);
  const complete = useCompletion(asked);
  const problem = diagnostics.find(({ severity }) => severity === 'error');
  return (
    <div>
      <span className={styles['label']} aria-hidden>
        {label}
      </span>
      <div className={styles['box']} data-invalid={problem ? true : undefined}>
        <Suspense fallback={<div className={styles['plain']}>{value || placeholder}</div>}>
          <QueryEditor
            value={value}
            label={label}
            placeholder={placeholder}
            diagnostics={diagnostics}
            language={queryLanguageOf(i18n.language)}
            complete={complete}
            onChange={onChange}
            onRun={onRun}
          />
        </Suspense>
      </div>
      {problem && (
        <p className={styles['problem']} role="alert">
          <SafeText limit={1000}>{problem.message}</SafeText>
          {problem.hint && (
            <span className={styles['hint']}>
              <SafeText limit={500}>{problem.hint}</SafeText>
            </span>
          )}
        </p>
      )}
    </div>
  );
}
