import type { ReactNode } from 'react';
import styles from './panels.module.css';

interface EmptyPanelProps {
  readonly title: string;
  readonly text?: ReactNode;
  /** The next steps, as buttons. */
  readonly children?: ReactNode;
}

/** Nothing to show, why, and the next step. */
export function EmptyPanel({ title, text, children }: EmptyPanelProps) {
  return (
    <div className={styles['panel']} role="status">
      <h2 className={styles['title']}>{title}</h2>
      {text !== undefined && <p className={styles['text']}>{text}</p>}
      {children !== undefined && <div className={styles['actions']}>{children}</div>}
    </div>
  );
}
