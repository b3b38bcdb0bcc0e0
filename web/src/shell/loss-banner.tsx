import { useTranslation } from 'react-i18next';
import { useStatus } from '../api/operations.ts';
import { Banner } from '../components/banner.tsx';
import { useFormats } from '../lib/i18n/formats.ts';

/** Stands above every page while events that were stored are missing from the store: what is seen is not complete. */
export function LossBanner() {
  const { t } = useTranslation();
  const formats = useFormats();
  const integrity = useStatus().data?.integrity;
  if (!integrity || integrity.missingEvents === 0) return null;
  const { missingEvents, missingParts } = integrity;
  return (
    <Banner title={t('frame.loss', { events: formats.count(missingEvents) })}>
      {t('frame.lossHint', { parts: formats.count(missingParts) })}
    </Banner>
  );
}
