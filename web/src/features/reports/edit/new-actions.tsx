import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../api/session.ts';
import { NewDashboard } from './new-dashboard.tsx';

const ImportDashboard = lazy(async () => ({ default: (await import('./import-dashboard.tsx')).ImportDashboard }));

/** On the list of reports: make a new one, or one of a file. */
export function NewActions() {
  const { t } = useTranslation();
  const session = useSession();
  const [dialog, setDialog] = useState<'new' | 'import'>();
  if (session.data?.user.role === 'viewer') return null;
  const close = (): void => setDialog(undefined);
  return (
    <>
      <Button variant="default" onClick={() => setDialog('import')}>
        {t('dashboard.import')}
      </Button>
      <Button leftSection={<IconPlus size={15} />} onClick={() => setDialog('new')}>
        {t('dashboard.new')}
      </Button>
      {dialog === 'new' && <NewDashboard onClose={close} />}
      <Suspense>{dialog === 'import' && <ImportDashboard onClose={close} />}</Suspense>
    </>
  );
}
