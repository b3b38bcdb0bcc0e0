import { ActionIcon } from '@mantine/core';
import { IconChevronDown, IconChevronRight, IconSearch, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { SafeText } from '../../../components/safe-text.tsx';
import { useFormats } from '../../../lib/i18n/formats.ts';
import styles from './facets.module.css';

interface FacetHeadProps {
  readonly field: string;
  readonly name: string;
  /** How many values there are, once they were counted. */
  readonly distinct: number | undefined;
  readonly isOpen: boolean;
  readonly isSearched: boolean;
  readonly onToggle: () => void;
  readonly onSearch: () => void;
  readonly onRemove: () => void;
}

/** What a facet counts, and what can be done with the facet itself. */
export function FacetHead(props: FacetHeadProps) {
  const { field, name, distinct, isOpen, isSearched, onToggle, onSearch, onRemove } = props;
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <div className={styles['head']}>
      <h2 className={styles['heading']}>
        <button type="button" className={styles['toggle']} aria-expanded={isOpen} onClick={onToggle}>
          {isOpen ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />}
          <span className={styles['name']} title={field}>
            <SafeText limit={80}>{name}</SafeText>
          </span>
          {distinct !== undefined && <span className={styles['distinct']}>{formats.count(distinct)}</span>}
        </button>
      </h2>
      <span className={styles['tools']}>
        <ActionIcon size={20} aria-label={t('facet.search', { name })} aria-pressed={isSearched} onClick={onSearch}>
          <IconSearch size={13} stroke={1.6} />
        </ActionIcon>
        <ActionIcon size={20} aria-label={t('facet.remove', { name })} onClick={onRemove}>
          <IconX size={13} stroke={1.6} />
        </ActionIcon>
      </span>
    </div>
  );
}
