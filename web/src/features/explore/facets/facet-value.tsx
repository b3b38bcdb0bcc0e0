import { IconCheck, IconDots, IconMinus } from '@tabler/icons-react';
import type { MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { cutText, visibleText } from '../../../../../src/base/index.ts';
import { ActorName } from '../../../components/deed/actor-text.tsx';
import { SafeText } from '../../../components/safe-text.tsx';
import { useValueMenu } from '../../../components/value-menu/value-menu-context.ts';
import { useFormats } from '../../../lib/i18n/formats.ts';
import { editSearch, includeValue, listItems, releaseValue } from '../../../lib/value-filter.ts';
import type { FacetRow } from './facet-rows.ts';
import styles from './facets.module.css';

interface FacetValueProps {
  readonly field: string;
  readonly row: FacetRow;
  readonly highest: number;
  readonly query: string;
  readonly onQuery: (query: string) => void;
}

/** A value with its count: a click chooses it besides others, or takes back what is said of it; its menu does the rest. */
export function FacetValue({ field, row, highest, query, onQuery }: FacetValueProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const openMenu = useValueMenu();
  const { value, count, stance } = row;
  const target = { field, value };
  const text = value === '' ? t('value.absent') : visibleText(cutText(value, 500).text);
  const open = (event: MouseEvent): void => {
    event.preventDefault();
    openMenu?.(event.currentTarget, target);
  };
  return (
    <div className={styles['row']} data-state={stance} onContextMenu={open}>
      <button
        type="button"
        className={styles['value']}
        aria-pressed={stance === 'in'}
        title={text}
        onClick={() => onQuery(editSearch(query, (tree) => (stance ? releaseValue : includeValue)(tree, target)))}
      >
        <span className={styles['box']} aria-hidden>
          {stance === 'in' && <IconCheck size={11} stroke={2.4} />}
          {stance === 'out' && <IconMinus size={11} stroke={2.4} />}
        </span>
        <span className={styles['text']}>
          {stance === 'out' && <span className="visually-hidden">{t('facet.excluded')} </span>}
          <FacetText field={field} value={value} />
        </span>
        {count !== undefined && <span className={styles['count']}>{formats.count(count)}</span>}
        <span className={styles['bar']} style={{ width: `${((count ?? 0) / highest) * 100}%` }} />
      </button>
      <button
        type="button"
        className={styles['menu']}
        aria-haspopup="menu"
        aria-label={t('facet.menu', { value: text })}
        onClick={open}
      >
        <IconDots size={13} aria-hidden />
      </button>
    </div>
  );
}

/** A value as a person would say it; its whole text is what the pointer tells. */
function FacetText({ field, value }: { readonly field: string; readonly value: string }) {
  const { t } = useTranslation();
  if (value === '') return <em>{t('value.absent')}</em>;
  if (field === 'user.username') return <ActorName username={value} />;
  return <SafeText limit={120}>{listItems(field, value)?.join(', ') ?? value}</SafeText>;
}
