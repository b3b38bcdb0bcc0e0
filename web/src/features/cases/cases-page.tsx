import { Badge, Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CaseSummary, useAddCase, useCases } from '../../api/cases.ts';
import { useSession } from '../../api/session.ts';
import { type DataColumn, DataTable } from '../../components/data-table.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Page } from '../../components/page.tsx';
import { SafeText } from '../../components/safe-text.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { useFormats } from '../../lib/i18n/formats.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { CaseDialog } from './case-dialog.tsx';
import styles from './cases.module.css';

/** One's own cases, and those that others share. */
export function CasesPage() {
  const { t } = useTranslation();
  const session = useSession();
  const cases = useCases();
  const add = useAddCase();
  const navigate = useNavigate();
  const [, change] = usePreferences();
  const [isAdding, setIsAdding] = useState(false);
  const columns = useColumns();
  const mayKeep = session.data?.user.role !== 'viewer';
  const begin = (
    <Button leftSection={<IconPlus size={15} />} onClick={() => setIsAdding(true)}>
      {t('pin.newCase')}
    </Button>
  );
  return (
    <Page title={t('frame.cases')} line={t('cases.line')} actions={mayKeep && begin}>
      {cases.isError ? (
        <ErrorPanel error={cases.error} onRetry={() => void cases.refetch()} />
      ) : (
        <DataTable
          label={t('frame.cases')}
          columns={columns}
          rows={cases.data}
          rowKey={({ id }) => id}
          empty={t('cases.none')}
          emptyText={t(mayKeep ? 'cases.noneHint' : 'cases.noneShared')}
        />
      )}
      {isAdding && (
        <CaseDialog
          title={t('pin.newCase')}
          texts={{ name: '', summary: '', shared: false }}
          busy={add.isPending}
          error={add.error?.message}
          onClose={() => setIsAdding(false)}
          onSave={(texts) =>
            add.mutate(texts, {
              onSuccess: ({ id }) => {
                change({ caseId: id });
                void navigate({ to: '/cases/$id', params: { id } });
              },
            })
          }
        />
      )}
    </Page>
  );
}

function useColumns(): readonly DataColumn<CaseSummary>[] {
  const { t } = useTranslation();
  const formats = useFormats();
  const [{ caseId }] = usePreferences();
  return [
    {
      key: 'name',
      head: t('cases.name'),
      cell: ({ id, name, summary }) => (
        <>
          <Link to="/cases/$id" params={{ id }} className={styles['link']}>
            <SafeText limit={200}>{name}</SafeText>
          </Link>{' '}
          {id === caseId && (
            <Badge size="sm" variant="light">
              {t('pin.isCurrent')}
            </Badge>
          )}
          {summary !== '' && (
            <span className={styles['beneath']}>
              <SafeText limit={160}>{summary}</SafeText>
            </span>
          )}
        </>
      ),
    },
    { key: 'owner', head: t('cases.owner'), cell: ({ owner }) => <SafeText limit={80}>{owner}</SafeText> },
    {
      key: 'shared',
      head: t('cases.shared'),
      cell: ({ shared }) => t(shared ? 'cases.isShared' : 'cases.isPrivate'),
    },
    { key: 'pins', head: t('cases.pins'), end: true, cell: ({ pinCount }) => formats.count(pinCount) },
    { key: 'updated', head: t('cases.updated'), cell: ({ updatedAt }) => <TimeText time={updatedAt} /> },
  ];
}
