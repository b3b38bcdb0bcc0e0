import { useTranslation } from 'react-i18next';
import type { FacetQuery } from '../../../api/search.ts';
import { useFacets } from '../use-log.ts';
import { useFacetFields } from './facet-fields.ts';
import { FacetGroup } from './facet-group.tsx';
import { FacetPicker } from './facet-picker.tsx';
import styles from './facets.module.css';

interface FacetsProps {
  readonly asked: FacetQuery | undefined;
  readonly query: string;
  readonly onQuery: (query: string) => void;
}

const valuesAtFirst = 6;

/** Who, what and where, counted: of each field, also the values that the query does not choose. */
export function Facets({ asked, query, onQuery }: FacetsProps) {
  const { t } = useTranslation();
  const { fields, add, remove } = useFacetFields();
  const found = useFacets(asked, { fields, limit: valuesAtFirst });
  return (
    <aside className={styles['facets']} aria-label={t('facet.title')} data-stale={found.isPlaceholderData || undefined}>
      {found.isError && <p className={styles['hint']}>{t('facet.failed')}</p>}
      {!found.isError &&
        fields.map((field) => (
          <FacetGroup
            key={field}
            field={field}
            facet={found.data?.find((facet) => facet.field === field)}
            loading={found.isFetching && !found.data?.some((facet) => facet.field === field)}
            asked={asked}
            query={query}
            onQuery={onQuery}
            onRemove={() => remove(field)}
          />
        ))}
      <FacetPicker shown={fields} onAdd={add} />
      {!found.isError && <p className={styles['hint']}>{t('facet.hint')}</p>}
    </aside>
  );
}
