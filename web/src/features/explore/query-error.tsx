import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../api/error.ts';
import { useChosenClusters } from '../../lib/use-chosen-clusters.ts';
import { EmptyPanel } from '../../components/empty-panel.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { SafeText } from '../../components/safe-text.tsx';

interface QueryErrorProps {
  readonly error: Error;
  readonly onRetry: () => void;
}

/** Why a query gave nothing, and the step that helps: what is wrong in its text is said once, at the text. */
export function QueryError({ error, onRetry }: QueryErrorProps) {
  const { t } = useTranslation();
  const [clusters, choose] = useChosenClusters();
  if (error instanceof ApiError && error.status === 404 && clusters.length > 0)
    return (
      <EmptyPanel title={t('error.noSuchCluster')} text={<SafeText limit={300}>{error.message}</SafeText>}>
        <Button onClick={() => choose([])}>{t('frame.allClusters')}</Button>
      </EmptyPanel>
    );
  if (error instanceof ApiError && error.status === 400 && error.diagnostics.length > 0)
    return <EmptyPanel title={t('error.query')} text={t('error.queryHint')} />;
  return <ErrorPanel error={error} onRetry={onRetry} />;
}
