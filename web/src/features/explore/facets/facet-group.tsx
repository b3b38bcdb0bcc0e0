import { Skeleton } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Facet } from '../../../api/search.ts';
import { useFormats } from '../../../lib/i18n/formats.ts';
import { condition, hasCondition, listItems, negation } from '../../../lib/query-text.ts';
import { SafeText } from '../../../components/safe-text.tsx';
import { cutText, visibleText } from '../../../../../src/base/index.ts';
import { ActorName } from '../../../components/deed/actor-text.tsx';
import { excludes, type Filter } from '../../../lib/filter.ts';
import styles from './facets.module.css';

interface FacetGroupProps {
  readonly field: string;
  readonly label: string;
  readonly facet: Facet | undefined;
  readonly loading: boolean;
  readonly query: string;
  readonly onFilter: Filter;
  readonly onMore: (() => void) | undefined;
}

export function FacetGroup({ field, label, facet, loading, query, onFilter, onMore }: FacetGroupProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const [open, setOpen] = useState(true);
  const values = facet?.values ?? [];
  const highest = Math.max(1, ...values.map(({ count }) => count));
  const hidden = (facet?.distinct ?? 0) - values.length;
  return (
    <section className={styles['group']}>
      <h2 className={styles['heading']}>
        <button type="button" className={styles['toggle']} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />}
          {label}
          {facet?.distinct !== undefined && <span className={styles['distinct']}>{formats.count(facet.distinct)}</span>}
        </button>
      </h2>
      {open &&
        loading &&
        [70, 50, 60].map((width) => <Skeleton key={width} height={12} width={`${width}%`} my={8} ml={8} />)}
      {open && !loading && values.length === 0 && <p className={styles['none']}>{t('facet.none')}</p>}
      {open &&
        values.map(({ value, count }) => {
          const text = value ?? '';
          const wanted = condition(field, text);
          const state = hasCondition(query, wanted) ? 'in' : hasCondition(query, negation(wanted)) ? 'out' : undefined;
          return (
            <button
              key={text}
              type="button"
              className={styles['value']}
              data-state={state}
              aria-pressed={state === 'in'}
              title={visibleText(cutText(text, 500).text)}
              onClick={(event) => onFilter(field, text, excludes(event))}
            >
              <span className={styles['bar']} style={{ width: `${(count / highest) * 100}%` }} />
              <span className={styles['text']}>
                <ValueText field={field} value={text} />
              </span>
              <span className={styles['count']}>{formats.count(count)}</span>
            </button>
          );
        })}
      {open && hidden > 0 && onMore && (
        <button type="button" className={styles['more']} onClick={onMore}>
          {t('facet.more', { count: hidden, text: formats.count(hidden) })}
        </button>
      )}
    </section>
  );
}

/** A value as a person would say it; its whole text is what the pointer tells. */
function ValueText({ field, value }: { readonly field: string; readonly value: string }) {
  const { t } = useTranslation();
  if (value === '') return t('facet.absent');
  if (field === 'user.username') return <ActorName username={value} />;
  return <SafeText limit={120}>{listItems(field, value)?.join(', ') ?? value}</SafeText>;
}
