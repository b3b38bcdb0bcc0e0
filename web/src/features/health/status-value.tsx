import { Skeleton } from '@mantine/core';
import styles from './health.module.css';

interface StatusValueProps {
  readonly label: string;
  /** Undefined while it is being loaded. */
  readonly value: string | undefined;
  readonly note: string | undefined;
  readonly bad: boolean;
}

export function StatusValue({ label, value, note, bad }: StatusValueProps) {
  return (
    <div className={styles['value']} data-bad={bad || undefined}>
      <dt className={styles['label']}>{label}</dt>
      <dd className={styles['number']}>{value ?? <Skeleton height={24} width={72} />}</dd>
      <dd className={styles['note']}>{note ?? ' '}</dd>
    </div>
  );
}
