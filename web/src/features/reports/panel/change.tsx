import { IconArrowDownRight, IconArrowUpRight, IconEqual } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../lib/i18n/formats.ts';
import styles from './change.module.css';

interface ChangeProps {
  readonly value: number;
  readonly before: number;
  /** The value before as its column writes it. */
  readonly text: string;
}

const icons = { up: IconArrowUpRight, down: IconArrowDownRight, same: IconEqual };

/** The value before, and by how much it rose or fell since: an arrow, and the same in words for who cannot see it. */
export function Change({ value, before, text }: ChangeProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const direction = value > before ? 'up' : value < before ? 'down' : 'same';
  const Icon = icons[direction];
  // There is no percentage of nothing.
  const ratio = before === 0 ? undefined : Math.abs(value - before) / Math.abs(before);
  return (
    <span className={styles['change']} data-direction={direction}>
      <span className={styles['arrow']}>
        <Icon size={13} stroke={2} aria-hidden />
        <span className="visually-hidden">{t(`reports.change.${direction}`)} </span>
        {direction !== 'same' && ratio !== undefined && formats.percent(ratio)}
      </span>{' '}
      <span className={styles['before']}>{t('reports.before', { text })}</span>
    </span>
  );
}
