import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Tried, useDryRun } from '../../../api/destinations.ts';
import { EmptyPanel } from '../../../components/empty-panel.tsx';
import { ErrorPanel } from '../../../components/error-panel.tsx';
import styles from '../destinations.module.css';
import { DryRunResult } from './dry-run-result.tsx';

interface DryRunSectionProps {
  readonly of: Tried;
  /** Whether there is nothing that could be tried. */
  readonly isDisabled?: boolean;
}

const counts = [1, 3, 10, 20] as const;

/** What a destination would be sent, on demand. */
export function DryRunSection({ of, isDisabled = false }: DryRunSectionProps) {
  const { t } = useTranslation();
  const dryRun = useDryRun();
  const [events, setEvents] = useState(3);
  return (
    <section aria-label={t('destinations.dryRun.title')}>
      <div className={styles['section']}>
        <div>
          <h2 className={styles['heading']}>{t('destinations.dryRun.title')}</h2>
          <p className={styles['line']}>{t('destinations.dryRun.line')}</p>
        </div>
        <Select
          w={90}
          label={t('destinations.dryRun.events')}
          allowDeselect={false}
          data={counts.map(String)}
          value={String(events)}
          onChange={(value) => setEvents(Number(value ?? events))}
        />
        <Button
          variant="default"
          disabled={isDisabled}
          loading={dryRun.isPending}
          onClick={() => dryRun.mutate({ of, events })}
        >
          {t('destinations.dryRun.run')}
        </Button>
      </div>
      {dryRun.isError && <ErrorPanel error={dryRun.error} />}
      {dryRun.data?.events.length === 0 && (
        <EmptyPanel title={t('destinations.dryRun.none')} text={t('destinations.dryRun.noneText')} />
      )}
      {dryRun.data && dryRun.data.events.length > 0 && <DryRunResult run={dryRun.data} />}
    </section>
  );
}
