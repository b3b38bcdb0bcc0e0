import { useTranslation } from 'react-i18next';
import { useStatus } from '../api/operations.ts';
import { Banner } from '../components/banner.tsx';
import { KeptText } from '../components/kept-text.tsx';

/** Stands above every page while the server refuses events for want of room: what is seen is no longer complete. */
export function RefusingBanner() {
  const { t } = useTranslation();
  const refusing = useStatus().data?.refusing;
  if (!refusing) return null;
  return (
    <Banner title={t('frame.refusing')}>
      <KeptText limit={300}>{refusing.reason}</KeptText>
    </Banner>
  );
}
