import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../lib/i18n/formats.ts';
import styles from './events.module.css';
import type { Fold } from './list-rows.ts';

interface FoldButtonProps {
  readonly fold: Fold;
  readonly onFold: (fold: Fold) => void;
}

/** Shows what a row stands for below it, or hides it again; by keyboard it is the full stop on the chosen row. */
export function FoldButton({ fold, onFold }: FoldButtonProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const Icon = fold.isOpen ? IconChevronDown : IconChevronRight;
  return (
    <button
      type="button"
      className={styles['foldButton']}
      tabIndex={-1}
      aria-expanded={fold.isOpen}
      aria-label={t(`events.unfold.${fold.kind}`, { count: fold.count, text: formats.count(fold.count) })}
      onClick={(event) => {
        event.stopPropagation();
        onFold(fold);
      }}
    >
      <Icon size={14} aria-hidden />
    </button>
  );
}
