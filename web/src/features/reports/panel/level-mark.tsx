import { IconAlertOctagon, IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import styles from './level-mark.module.css';
import type { levelOf } from './level.ts';

const icons = { info: IconInfoCircle, warning: IconAlertTriangle, critical: IconAlertOctagon };

interface LevelMarkProps {
  readonly level: NonNullable<ReturnType<typeof levelOf>>;
  /** Whether the word stands beside the shape, where there is room. */
  readonly withWord?: boolean;
}

/** That a number has reached a threshold: shape, colour and word say the same. */
export function LevelMark({ level, withWord = false }: LevelMarkProps) {
  const { t } = useTranslation();
  const Icon = icons[level];
  const word = t(`reports.level.${level}`);
  return (
    <span className={styles['mark']} data-level={level} title={word}>
      <Icon size={13} stroke={2} aria-hidden />
      <span className={withWord ? undefined : 'visually-hidden'}>{word}</span>
    </span>
  );
}
