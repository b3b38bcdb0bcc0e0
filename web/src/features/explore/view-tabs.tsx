import { useTranslation } from 'react-i18next';
import { views } from '../../app/explore-search.ts';
import { splitQuery } from '../../app/query-text.ts';
import { readStatements } from './analysis/statement-history.ts';
import styles from './explore.module.css';
import type { Explore } from './use-explore.ts';

/** What Analysis begins with where nothing was analysed yet. */
const firstAnalysis = 'select "user.username", count(*) as n group by "user.username" order by n desc';

/** Events, Analysis, Live. Going to Analysis without a statement writes a first one, in the query, where one sees it. */
export function ViewTabs({ explore }: { readonly explore: Explore }) {
  const { t } = useTranslation();
  return (
    <div className={styles['tabs']} role="tablist" aria-label={t('explore.views')}>
      {views.map((view) => (
        <button
          key={view}
          type="button"
          role="tab"
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

function withAnalysis(query: string): string {
  const { search, analysis } = splitQuery(query);
  if (analysis !== undefined) return query;
  const last = splitQuery(readStatements()[0] ?? '').analysis;
  return `${search || '*'} | ${last ?? firstAnalysis}`;
}
