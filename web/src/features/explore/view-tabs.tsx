import { useTranslation } from 'react-i18next';
import type { Action } from '../../lib/actions.ts';
import { type View, views } from '../../lib/explore-search.ts';
import { splitQuery } from '../../lib/query-text.ts';
import { withAnalysis } from './analysis/first-statement.ts';
import styles from './explore.module.css';
import type { Explore } from './use-explore.ts';

const actionOf = {
  events: 'viewEvents',
  timeline: 'viewTimeline',
  analysis: 'viewAnalysis',
  live: 'viewLive',
  patterns: 'viewPatterns',
} as const satisfies Record<View, Action>;

/** The ways to look at what the query finds. Going to Analysis without a statement writes a first one, in the query, where one sees it. */
export function ViewTabs({ explore }: { readonly explore: Explore }) {
  const { t } = useTranslation();
  return (
    <div className={styles['tabs']} role="tablist" aria-label={t('explore.views')}>
      {views.map((view) => (
        <button
          key={view}
          type="button"
          role="tab"
          data-action={actionOf[view]}
          aria-selected={explore.view === view}
          className={styles['tab']}
          onClick={() => {
            if (view === 'analysis') return explore.run(withAnalysis(explore.query));
            const { search, analysis } = splitQuery(explore.query);
            return explore.change({
              view: view === 'events' ? undefined : view,
              q: (analysis === undefined ? explore.query : search === '*' ? '' : search) || undefined,
              event: undefined,
            });
          }}
        >
          {t(`explore.view.${view}`)}
        </button>
      ))}
    </div>
  );
}
