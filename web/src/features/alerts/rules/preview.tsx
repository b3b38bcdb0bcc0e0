import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useReplay, useRuleTests } from '../../../api/alerts.ts';
import { ErrorPanel } from '../../../components/error-panel.tsx';
import { KeptText } from '../../../components/kept-text.tsx';
import { SafeText } from '../../../components/safe-text.tsx';
import { AlertItem } from '../alert-item.tsx';
import styles from '../alerts.module.css';
import { Notes } from './notes.tsx';

interface PreviewProps {
  readonly yaml: string;
  /** Whether the file can be evaluated as it is. */
  readonly isReady: boolean;
  /** What else can be done with it. */
  readonly children: ReactNode;
}

/** More are counted and not shown. */
const shownCauses = 50;

/** What a rule would have told with the last seven days, each shown, and whether the tests that it carries pass. */
export function Preview({ yaml, isReady, children }: PreviewProps) {
  const { t } = useTranslation();
  const replay = useReplay();
  const tests = useRuleTests();
  const [found] = replay.data?.replays ?? [];
  return (
    <>
      <div className={`${styles['bar']} ${styles['foot']}`}>
        <Button
          variant="default"
          disabled={!isReady}
          loading={replay.isPending}
          onClick={() => replay.mutate({ yaml, from: '-7d', to: 'now' })}
        >
          {t('alerts.preview.action')}
        </Button>
        <Button variant="default" disabled={!isReady} loading={tests.isPending} onClick={() => tests.mutate(yaml)}>
          {t('alerts.preview.tests')}
        </Button>
        {tests.data && (
          <span role="status">
            {t('alerts.preview.passed', { passed: tests.data.passed, failed: tests.data.failed })}
          </span>
        )}
        <div className={styles['last']}>{children}</div>
      </div>
      {tests.isError && <ErrorPanel error={tests.error} />}
      <ul className={styles['alerts']}>
        {tests.data?.tests
          .filter(({ passed }) => !passed)
          .map(({ test, missing, unexpected, problems }) => (
            <li key={test} className={styles['fault']}>
              <SafeText limit={200}>{test}</SafeText>{' '}
              {problems.length > 0 ? (
                <Notes notes={problems} />
              ) : (
                <SafeText limit={2000}>{JSON.stringify({ missing, unexpected })}</SafeText>
              )}
            </li>
          ))}
      </ul>
      {replay.isError && <ErrorPanel error={replay.error} />}
      {found && (
        <>
          <p role="status">
            {t(found.complete ? 'alerts.preview.times' : 'alerts.preview.atLeast', { count: found.fired })}
          </p>
          {found.faults.map((fault) => (
            <p key={fault} className={styles['fault']}>
              <KeptText limit={400}>{fault}</KeptText>
            </p>
          ))}
          <ul className={styles['alerts']} aria-label={t('alerts.preview.action')}>
            {found.causes.slice(0, shownCauses).map((cause, index) => (
              // eslint-disable-next-line react/no-array-index-key -- a cause is told several times
              <AlertItem
                key={index}
                alert={{ ...cause, displayName: found.rule }}
                time={cause.at}
                faults={cause.faults}
              />
            ))}
          </ul>
        </>
      )}
    </>
  );
}
