import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useClusters } from '../../../api/clusters.ts';
import { useFormats } from '../../../lib/i18n/formats.ts';
import { useChosenClusters } from '../../../lib/use-chosen-clusters.ts';
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
  const [names] = useChosenClusters();
  if (clusters.data?.length === 0)
    return (
      <EmptyPanel title={t('empty.noCluster')} text={t('empty.noClusterHint')}>
        <Button component={Link} to="/clusters">
          {t('empty.addCluster')}
        </Button>
      </EmptyPanel>
    );
  const { fixed } = explore;
  const [chosen] = names;
  const shown = (clusters.data ?? []).filter(({ name }) => names.length === 0 || names.includes(name));
  const [empty] = shown;
  if (empty && shown.every(({ lastEventAt }) => lastEventAt === null))
    return (
      <EmptyPanel title={t('empty.neverReceived')} text={t('empty.neverReceivedHint')}>
        <Button
          renderRoot={(props) => (
            <Link {...props} to="/clusters/$name/setup" params={{ name: chosen ?? empty.name }} search={{}} />
          )}
        >
          {t('empty.setUp', { name: chosen ?? empty.name })}
        </Button>
      </EmptyPanel>
    );
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
