import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useClusters } from '../../../api/clusters.ts';
import { useFormats } from '../../../lib/i18n/formats.ts';
import { EmptyPanel } from '../../../components/empty-panel.tsx';
import type { Explore } from '../use-explore.ts';

interface NoEventsProps {
  readonly explore: Explore;
  /** How many the query finds that are hidden as noise. */
  readonly hidden: number | undefined;
}

/** Why there is nothing, and what to try next: no cluster, no event ever, a narrow range, or a narrow query. */
export function NoEvents({ explore, hidden }: NoEventsProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const clusters = useClusters();
  if (clusters.data?.length === 0)
    return (
      <EmptyPanel title={t('empty.noCluster')} text={t('empty.noClusterHint')}>
        <Button component={Link} to="/clusters">
          {t('empty.addCluster')}
        </Button>
      </EmptyPanel>
    );
  const { fixed } = explore;
  if (hidden !== undefined)
    return (
      <EmptyPanel
        title={t('explore.noiseHidden')}
        text={t('empty.allHidden', { count: hidden, text: formats.count(hidden) })}
      >
        <Button onClick={() => explore.change({ noise: 'show' })}>{t('explore.showNoise')}</Button>
      </EmptyPanel>
    );
  return (
    <EmptyPanel title={t('empty.noEvent')} text={explore.query ? t('empty.noEventOfQuery') : t('empty.noEventInRange')}>
      {fixed && (
        <Button variant="default" onClick={() => explore.zoomOut(24)}>
          {t('empty.widerRange')}
        </Button>
      )}
      {explore.query !== '' && (
        <Button variant="default" onClick={() => explore.run('')}>
          {t('empty.clearQuery')}
        </Button>
      )}
    </EmptyPanel>
  );
}
