import { IconArrowDownRight, IconArrowUpRight, IconEqual } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type Formats, useFormats } from '../../../lib/i18n/formats.ts';
import styles from './change.module.css';

interface ChangeProps {
  readonly value: number;
  readonly before: number;
  /** The value before as its column writes it. */
  readonly text: string;
  /** In a column of its own, whose head says that it is the value before. */
  readonly isCell?: boolean;
}

const icons = { up: IconArrowUpRight, down: IconArrowDownRight, same: IconEqual };

/** The value before, and by how much it rose or fell since: an arrow, and the same in words for who cannot see it. */
export function Change({ value, before, text, isCell = false }: ChangeProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const direction = value > before ? 'up' : value < before ? 'down' : 'same';
  const Icon = icons[direction];
  // There is no percentage of nothing.
  const ratio = before === 0 ? undefined : Math.abs(value - before) / Math.abs(before);
  const arrow = (
    <span className={styles['arrow']}>
      <Icon size={13} stroke={2} aria-hidden />
      <span className="visually-hidden">{t(`reports.change.${direction}`)} </span>
      {direction !== 'same' && ratio !== undefined && percentOf(ratio, formats)}
    </span>
  );
  return (
    <span className={styles['change']} data-cell={isCell || undefined}>
      {isCell ? (
        <>
          {text} {arrow}
        </>
      ) : (
        <>
          {arrow} <span>{t('reports.before', { text })}</span>
        </>
      )}
    </span>
  );
}

/** A change too small for its first decimal is still a change. */
function percentOf(ratio: number, formats: Formats): string {
  const least = 0.001;
  return ratio < least / 2 ? `<${formats.percent(least)}` : formats.percent(ratio);
}
