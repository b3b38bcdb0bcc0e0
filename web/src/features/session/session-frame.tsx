import { IconZoomScan } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './session.module.css';

interface SessionFrameProps {
  readonly line: string;
  /** Language and colours. */
  readonly corner: ReactNode;
  readonly children: ReactNode;
}

/** The frame of the pages before one sees anything: one column with the product's name and a line below it. */
export function SessionFrame({ line, corner, children }: SessionFrameProps) {
  return (
    <div className={styles['page']}>
      <header className={styles['corner']}>{corner}</header>
      <main className={styles['column']}>
        <h1 className={styles['brand']}>
          <IconZoomScan size={30} stroke={1.8} aria-hidden />
          Whodunit
        </h1>
        <p className={styles['line']}>{line}</p>
        {children}
      </main>
    </div>
  );
}
