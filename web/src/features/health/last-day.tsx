import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../../lib/preferences.ts';
import { useChosenClusters } from '../../lib/use-chosen-clusters.ts';
import { absolute, type TimeRange } from '../../lib/time-range.ts';
import { localZone } from '../../lib/time-zone.ts';
import { Histogram } from '../../charts/histogram/histogram.tsx';
import styles from './health.module.css';

const day = 86_400_000;

/** The last day by outcome; a stretch dragged out opens in the explorer. */
export function LastDay() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [clusters] = useChosenClusters();
  const [{ zone }] = usePreferences();
  const [range] = useState(() => {
    const to = Date.now();
    return { from: to - day, to };
  });
  const asked = useMemo(
    () => ({ query: '', ...absolute(range), ...(clusters.length > 0 ? { clusters } : {}) }),
    [range, clusters],
  );
  const explore = (chosen: TimeRange): void => {
    void navigate({ to: '/explore', search: { ...chosen, noise: 'show' } });
  };
  return (
    <section>
      <h2 className={styles['heading']}>{t('health.lastDay')}</h2>
      <Histogram
        asked={asked}
        range={range}
        zone={zone === 'local' ? localZone() : zone}
        onRange={(chosen) => explore(absolute(chosen))}
        onZoomOut={() => explore({ from: 'now-3d', to: 'now' })}
      />
    </section>
  );
}
