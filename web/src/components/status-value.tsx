import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './status-value.module.css';

/** A few numbers side by side. */
export function StatusValues({ children }: { readonly children: ReactNode }) {
  return <dl className={styles['values']}>{children}</dl>;
}

interface StatusValueProps {
  readonly label: string;
  /** Undefined while it is being loaded. */
  readonly value: string | undefined;
  readonly note?: ReactNode;
  readonly bad?: boolean;
}

export function StatusValue({ label, value, note, bad = false }: StatusValueProps) {
  return (
    <div className={styles['value']} data-bad={bad || undefined}>
      <dt className={styles['label']}>{label}</dt>
      <dd className={styles['number']}>{value ?? <Skeleton height={24} width={72} />}</dd>
      <dd className={styles['note']}>{note ?? ' '}</dd>
    </div>
  );
}
