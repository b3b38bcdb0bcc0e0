import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { EmptyPanel } from '../../components/empty-panel.tsx';

/** What was cancelled before there was anything to show. */
export function Cancelled({ onAgain }: { readonly onAgain: () => unknown }) {
  const { t } = useTranslation();
  return (
    <EmptyPanel title={t('explore.cancelled')} text={t('explore.cancelledHint')}>
      <Button onClick={() => void onAgain()}>{t('explore.again')}</Button>
    </EmptyPanel>
  );
}
