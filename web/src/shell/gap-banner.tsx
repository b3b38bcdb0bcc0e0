import { useTranslation } from 'react-i18next';
import { useStatus } from '../api/operations.ts';
import { Banner } from '../components/banner.tsx';
import { SafeText } from '../components/safe-text.tsx';

/** What fits above a page. */
const mostNamed = 5;

/** Stands above every page while API servers that sent events send none: what they do now is on no record. */
export function GapBanner() {
  const { t } = useTranslation();
  const silent = useStatus().data?.silent ?? [];
  if (silent.length === 0) return null;
  const named = silent.slice(0, mostNamed).map(({ cluster, apiServer }) => `${cluster}: ${apiServer}`);
  return (
    <Banner title={t('frame.gap', { count: silent.length })}>
      <SafeText limit={600}>{named.join(', ')}</SafeText> {t('frame.gapHint')}
    </Banner>
  );
}
