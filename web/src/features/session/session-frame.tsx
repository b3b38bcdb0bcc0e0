import { IconZoomScan } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ColorSchemeToggle } from '../../components/color-scheme-toggle.tsx';
import { LanguageMenu } from '../../components/language-menu.tsx';
import styles from './session.module.css';

/** The frame of the pages before sign-in: one column with the product's name and a line below it. */
export function SessionFrame({ line, children }: { readonly line: string; readonly children: ReactNode }) {
  return (
    <div className={styles['page']}>
      <div className={styles['corner']}>
        <LanguageMenu />
        <ColorSchemeToggle />
      </div>
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
