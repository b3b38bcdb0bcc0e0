import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cutText, visibleText } from '../../../../src/base/index.ts';
import { SafeText } from '../safe-text.tsx';
import { type MenuValue, useValueMenu } from './value-menu-context.ts';
import styles from './value-button.module.css';

interface ValueButtonProps {
  readonly value: MenuValue;
  readonly limit?: number;
  /** What to show instead of the value itself. */
  readonly children?: ReactNode;
}

/** A value in the page, which opens its menu; plain text where there is no query to be changed. */
export function ValueButton({ value, limit = 300, children }: ValueButtonProps) {
  const { t } = useTranslation();
  const open = useValueMenu();
  const shown = children ?? <SafeText limit={limit}>{value.value}</SafeText>;
  if (!open) return shown;
  return (
    <button
      type="button"
      className={styles['button']}
      aria-haspopup="menu"
      title={visibleText(cutText(t('value.hint', { field: value.field }), 200).text)}
      onClick={(event) => open(event.currentTarget, value)}
    >
      {shown}
    </button>
  );
}
