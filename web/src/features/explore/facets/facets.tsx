import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LogQuery } from '../../../api/search.ts';
import type { Filter } from '../../../lib/filter.ts';
import { useFacets } from '../use-log.ts';
import { FacetGroup } from './facet-group.tsx';
import styles from './facets.module.css';

/** The fields whose values are counted, in the order of what people ask first. */
const facetFields = [
  { field: 'user.username', label: 'facet.user' },
  { field: 'verb', label: 'facet.verb' },
  { field: 'objectRef.resource', label: 'facet.resource' },
  { field: 'objectRef.namespace', label: 'facet.namespace' },
  { field: 'responseStatus.code', label: 'facet.code' },
  { field: 'sourceIPs', label: 'facet.sourceIp' },
  { field: 'userAgent', label: 'facet.userAgent' },
] as const;
const names = facetFields.map(({ field }) => field);

interface FacetsProps {
  readonly asked: LogQuery | undefined;
  readonly query: string;
  readonly onFilter: Filter;
}

/** Who, what and where, counted: a click adds a value to the query, Alt-click excludes it. */
export function Facets({ asked, query, onFilter }: FacetsProps) {
  const { t } = useTranslation();
  const [limit, setLimit] = useState(6);
  const found = useFacets(asked, names, limit, true);
  return (
    <aside className={styles['facets']} aria-label={t('facet.title')} data-stale={found.isPlaceholderData || undefined}>
      {found.isError && <p className={styles['hint']}>{t('facet.failed')}</p>}
      {!found.isError &&
        facetFields.map(({ field, label }) => (
          <FacetGroup
            key={field}
            field={field}
            label={t(label)}
            facet={found.data?.find((facet) => facet.field === field)}
            loading={found.isPending && found.isFetching}
            query={query}
            onFilter={onFilter}
            onMore={limit < 50 ? () => setLimit(50) : undefined}
          />
        ))}
      {!found.isError && <p className={styles['hint']}>{t('facet.hint')}</p>}
    </aside>
  );
}
