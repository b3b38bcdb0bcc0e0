import { Skeleton } from '@mantine/core';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useDestination, useDestinationTypes } from '../../../api/destinations.ts';
import { useSession } from '../../../api/session.ts';
import { EmptyPanel } from '../../../components/empty-panel.tsx';
import { ErrorPanel } from '../../../components/error-panel.tsx';
import { Page } from '../../../components/page.tsx';
import { rightsOf } from '../rights.ts';
import { DestinationEditor } from './destination-editor.tsx';
import { fileOf, newDestinationFile } from './destination-file.ts';

/** Makes a destination. */
export function NewDestinationPage() {
  const { t } = useTranslation();
  const types = useDestinationTypes();
  const session = useSession();
  const navigate = useNavigate();
  return (
    <Page title={t('destinations.add')} line={t('destinations.editLine')}>
      {!rightsOf(session.data).changes && <EmptyPanel title={t('error.notAllowed')} text={t('error.notAllowedHint')} />}
      {types.isError && <ErrorPanel error={types.error} onRetry={() => void types.refetch()} />}
      {types.isPending && <Skeleton height={400} aria-busy="true" />}
      {types.data && rightsOf(session.data).changes && (
        <DestinationEditor
          first={newDestinationFile}
          forms={types.data}
          onSaved={(name) => void navigate({ to: '/destinations/$name', params: { name } })}
          onCancel={() => void navigate({ to: '/destinations' })}
        />
      )}
    </Page>
  );
}

/** Changes a destination. */
export function EditDestinationPage() {
  const { t } = useTranslation();
  const { name } = useParams({ from: '/frame/destinations/$name/edit' });
  const types = useDestinationTypes();
  const destination = useDestination(name);
  const session = useSession();
  const navigate = useNavigate();
  const { changes } = rightsOf(session.data);
  const back = (): void => void navigate({ to: '/destinations/$name', params: { name } });
  const failed = [destination, types].find(({ isError }) => isError);
  return (
    <Page title={t('destinations.edit', { name })} line={t('destinations.editLine')}>
      {!changes && <EmptyPanel title={t('error.notAllowed')} text={t('error.notAllowedHint')} />}
      {failed?.error && <ErrorPanel error={failed.error} onRetry={() => void failed.refetch()} />}
      {!failed && (types.isPending || destination.isPending) && <Skeleton height={400} aria-busy="true" />}
      {changes && types.data && destination.data && (
        <DestinationEditor
          key={name}
          first={fileOf(destination.data)}
          forms={types.data}
          kept={destination.data}
          onSaved={back}
          onCancel={back}
        />
      )}
    </Page>
  );
}
