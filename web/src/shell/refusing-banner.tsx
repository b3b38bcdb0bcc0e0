import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStatus } from '../api/operations.ts';
import { SafeText } from '../components/safe-text.tsx';

/** Stands above every page while the server refuses events for want of room: what is seen is no longer complete. */
export function RefusingBanner() {
  const { t } = useTranslation();
  const refusing = useStatus().data?.refusing;
  if (!refusing) return null;
  return (
    <Alert color="red" title={t('frame.refusing')} role="alert">
      <SafeText>{refusing.reason}</SafeText>
    </Alert>
  );
}
