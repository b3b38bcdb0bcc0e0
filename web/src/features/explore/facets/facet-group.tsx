import { Skeleton, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Facet, FacetQuery } from '../../../api/search.ts';
import { searchTree } from '../../../lib/value-filter.ts';
import { useFacets } from '../use-log.ts';
import { labelOf } from './facet-fields.ts';
import { FacetHead } from './facet-head.tsx';
import { FacetMore } from './facet-more.tsx';
import { facetRows } from './facet-rows.ts';
import { FacetValue } from './facet-value.tsx';
import styles from './facets.module.css';

interface FacetGroupProps {
  readonly field: string;
  readonly facet: Facet | undefined;
  readonly loading: boolean;
  readonly asked: FacetQuery | undefined;
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly onRemove: () => void;
}

const valuesAtMost = 100;

/** The values of one field; more of them, and a search among them, are this field's alone. */
export function FacetGroup({ field, facet, loading, asked, query, onQuery, onRemove }: FacetGroupProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(true);
  const [isWhole, setWhole] = useState(false);
  const [text, setText] = useState<string>();
  const [containing] = useDebouncedValue(text ?? '', 250);
  const isAlone = isWhole || text !== undefined;
  const alone = useFacets(isAlone ? asked : undefined, { fields: [field], limit: valuesAtMost, containing });
  const shown = (isAlone && alone.data?.[0]) || facet;
  const tree = useMemo(() => searchTree(query), [query]);
  const rows = facetRows(tree, field, shown, containing);
  const highest = Math.max(1, ...rows.map(({ count = 0 }) => count));
  const label = labelOf(field);
  const name = label ? t(label) : field;
  return (
    <section className={styles['group']} data-stale={alone.isPlaceholderData || undefined}>
      <FacetHead
        field={field}
        name={name}
        distinct={facet?.distinct}
        isOpen={isOpen}
        isSearched={text !== undefined}
        onToggle={() => setOpen(!isOpen)}
        onSearch={() => {
          setOpen(true);
          setText(text === undefined ? '' : undefined);
        }}
        onRemove={onRemove}
      />
      {isOpen && (
        <>
          {text !== undefined && (
            <TextInput
              size="xs"
              mx={4}
              mb={4}
              value={text}
              autoFocus
              placeholder={t('facet.searchHint')}
              aria-label={t('facet.search', { name })}
              onChange={(event) => setText(event.currentTarget.value)}
              onKeyDown={(event) => event.key === 'Escape' && setText(undefined)}
            />
          )}
          {loading &&
            [70, 50, 60].map((width) => <Skeleton key={width} height={12} width={`${width}%`} my={8} ml={8} />)}
          {!loading && rows.length === 0 && <p className={styles['none']}>{t('facet.none')}</p>}
          {rows.map((row) => (
            <FacetValue key={row.value} field={field} row={row} highest={highest} query={query} onQuery={onQuery} />
          ))}
          <FacetMore
            hidden={(shown?.distinct ?? 0) - (shown?.values.length ?? 0)}
            isAlone={isAlone}
            isWhole={isWhole}
            onWhole={setWhole}
          />
        </>
      )}
    </section>
  );
}
