import { IconEyeOff, IconSortAscending, IconSortDescending, IconUser, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../lib/i18n/formats.ts';
import { conjoin, splitQuery } from '../../lib/query-text.ts';
import { tip } from '../../components/overlay/tip.ts';
import styles from './explore.module.css';
import { noiseSearch, peopleSearch } from '../../lib/noise.ts';
import type { Explore } from './use-explore.ts';
import { AlikeChip } from './events/alike-chip.tsx';
import { useHidden } from './use-hidden.ts';
import type { useEvents } from './use-log.ts';
import { Warnings } from './warnings.tsx';

interface StatusLineProps {
  readonly explore: Explore;
  readonly events: ReturnType<typeof useEvents>;
}

/** How many events there are, what the query cost, what it warns of, and what is hidden. */
export function StatusLine({ explore, events }: StatusLineProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const warnings = events.meta?.warnings ?? [];
  const elapsed = events.meta?.elapsedMs;
  const hidden = useHidden(explore, events);
  const isOldestFirst = explore.search.order === 'asc';
  return (
    <div className={styles['status']} role="status" aria-live="polite">
      {explore.view === 'analysis' ? (
        <NoiseCounted explore={explore} />
      ) : (
        <>
          <PeopleChip explore={explore} />
          <NoiseChip explore={explore} />
        </>
      )}
      {explore.view === 'events' && events.total !== undefined && (
        <span className={styles['counts']} data-stale={events.isPlaceholderData || undefined}>
          <span className={styles['total']}>
            {t('explore.eventCount', { count: events.total, text: formats.count(events.total) })}
          </span>
          {hidden !== undefined && (
            <button type="button" className={styles['linkButton']} onClick={() => explore.change({ noise: 'show' })}>
              {t('explore.hiddenCount', { count: hidden, text: formats.count(hidden) })}
            </button>
          )}
          {elapsed !== undefined && <span>· {formats.took(elapsed)}</span>}
        </span>
      )}
      {explore.view === 'events' && (
        <button
          type="button"
          data-action="order"
          className={styles['chipButton']}
          onClick={() => explore.change({ order: isOldestFirst ? undefined : 'asc' })}
        >
          {isOldestFirst ? <IconSortAscending size={14} aria-hidden /> : <IconSortDescending size={14} aria-hidden />}
          {t(isOldestFirst ? 'explore.oldestFirst' : 'explore.newestFirst')}
        </button>
      )}
      {(explore.view === 'events' || explore.view === 'live') && <AlikeChip />}
      {explore.view === 'events' && warnings.length > 0 && <Warnings warnings={warnings} />}
    </div>
  );
}

/** Shows what people did, and neither service accounts nor Kubernetes' own. */
function PeopleChip({ explore }: { readonly explore: Explore }) {
  const { t } = useTranslation();
  const isOn = explore.search.noise === 'people';
  return (
    <button
      {...tip(peopleSearch)}
      data-action="people"
      type="button"
      aria-pressed={isOn}
      className={isOn ? `${styles['chip']} ${styles['pressed']}` : styles['chipButton']}
      onClick={() => explore.change({ noise: isOn ? undefined : 'people' })}
    >
      <IconUser size={14} aria-hidden />
      {t('explore.peopleOnly')}
      {isOn && <IconX size={14} aria-hidden />}
    </button>
  );
}

function NoiseChip({ explore }: { readonly explore: Explore }) {
  const { t } = useTranslation();
  // Who looks at people alone has hidden more than that.
  if (explore.search.noise === 'people') return null;
  if (!explore.hidesNoise)
    return (
      <button
        {...tip(noiseSearch)}
        type="button"
        data-action="noise"
        className={styles['chipButton']}
        onClick={() => explore.change({ noise: undefined })}
      >
        <IconEyeOff size={14} aria-hidden />
        {t('explore.hideNoise')}
      </button>
    );
  return (
    <span className={styles['chip']}>
      <span {...tip(noiseSearch)} className={styles['chipButton']}>
        <IconEyeOff size={14} aria-hidden />
        {t('explore.noiseHidden')}
      </span>
      <button
        type="button"
        data-action="noise"
        className={styles['chipButton']}
        aria-label={t('explore.showNoise')}
        onClick={() => explore.change({ noise: 'show' })}
      >
        <IconX size={14} />
      </button>
    </span>
  );
}

/** A statement counts what its search finds, nothing hidden: said, and changed in the query where one sees it. */
function NoiseCounted({ explore }: { readonly explore: Explore }) {
  const { t } = useTranslation();
  const { search, analysis } = splitQuery(explore.query);
  if (!explore.hidesNoise || analysis === undefined || search.includes(noiseSearch)) return null;
  return (
    <button
      {...tip(noiseSearch)}
      type="button"
      data-action="noise"
      className={styles['chipButton']}
      onClick={() => explore.run(conjoin(explore.query, noiseSearch))}
    >
      <IconEyeOff size={14} aria-hidden />
      {t('explore.noiseCounted')}
    </button>
  );
}
