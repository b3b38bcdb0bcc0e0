import { Button, Modal, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { unifiedDiff } from '../../../../../src/apiserver/index.ts';
import type { Dashboard } from '../../../../../src/dashboards/index.ts';
import { useDashboardVersion, useDashboardVersions } from '../../../api/own-dashboards.ts';
import { ErrorPanel } from '../../../components/error-panel.tsx';
import { SafeText } from '../../../components/safe-text.tsx';
import { TextDiff } from '../../../components/text-diff.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import { useDashboardFile } from './use-dashboard-file.ts';
import styles from './yaml.module.css';

interface HistoryDialogProps {
  readonly dashboard: Dashboard;
  readonly onRestore: (dashboard: Dashboard) => void;
  readonly onClose: () => void;
}

/** The versions that were kept, who kept each, how it differs from what is edited; one can be taken back. */
export function HistoryDialog({ dashboard, onRestore, onClose }: HistoryDialogProps) {
  const { t } = useTranslation();
  const versions = useDashboardVersions(dashboard.id);
  const [chosen, setChosen] = useState<number>();
  const shown = chosen ?? versions.data?.[0]?.version;
  return (
    <Modal
      opened
      onClose={onClose}
      size="min(1100px, 96vw)"
      title={t('dashboard.history')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {versions.isError && <ErrorPanel error={versions.error} onRetry={() => void versions.refetch()} />}
      {versions.isPending && <Skeleton height={300} />}
      {versions.data && (
        <div className={styles['versions']}>
          <ol className={styles['list']} aria-label={t('dashboard.history')} reversed>
            {versions.data.map(({ version, savedAt, savedBy }) => (
              <li key={version}>
                <button
                  type="button"
                  className={styles['version']}
                  aria-current={version === shown || undefined}
                  onClick={() => setChosen(version)}
                >
                  {t('dashboard.version', { version })}
                  <span className={styles['by']}>
                    <SafeText limit={80}>{savedBy}</SafeText>
                    {' · '}
                    <TimeText time={savedAt} />
                  </span>
                </button>
              </li>
            ))}
          </ol>
          {shown !== undefined && (
            <Version
              key={shown}
              dashboard={dashboard}
              version={shown}
              onRestore={(restored) => {
                onRestore(restored);
                onClose();
              }}
            />
          )}
        </div>
      )}
    </Modal>
  );
}

interface VersionProps {
  readonly dashboard: Dashboard;
  readonly version: number;
  readonly onRestore: (dashboard: Dashboard) => void;
}

function Version({ dashboard, version, onRestore }: VersionProps) {
  const { t } = useTranslation();
  const found = useDashboardVersion(dashboard.id, version);
  const now = useDashboardFile(dashboard);
  const yaml = found.data?.yaml;
  const kept = useQuery({
    queryKey: ['dashboard-version-file', yaml],
    enabled: yaml !== undefined,
    gcTime: 0,
    queryFn: async () => asWritten(yaml ?? ''),
  });
  if (found.isError) return <ErrorPanel error={found.error} onRetry={() => void found.refetch()} />;
  if (!kept.data || now === undefined) return <Skeleton height={300} />;
  const { restored, text } = kept.data;
  const difference = unifiedDiff(`${dashboard.id}.yaml`, now, text);
  return (
    <div>
      <p className={styles['note']}>{t(difference === '' ? 'dashboard.sameAsNow' : 'dashboard.restoreChanges')}</p>
      {difference !== '' && (
        <div className={styles['diff']}>
          <TextDiff lines={difference.split('\n')} />
        </div>
      )}
      <div className={styles['actions']}>
        <Button disabled={difference === '' || !restored} onClick={() => restored && onRestore(restored)}>
          {t('dashboard.restore')}
        </Button>
      </div>
    </div>
  );
}

/** A kept file as the form gives it, so that it differs from another one in what it says alone. */
async function asWritten(yaml: string): Promise<{ readonly restored: Dashboard | undefined; readonly text: string }> {
  const { readDashboard, writeDashboard } = await import('../../../editor/dashboard-file.ts');
  const { dashboard: restored } = readDashboard(yaml);
  return { restored, text: restored ? writeDashboard(restored) : yaml };
}
