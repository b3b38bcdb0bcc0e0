import type { ReactNode } from 'react';
import styles from './page.module.css';

interface PageProps {
  readonly title: string;
  /** One line of what the page is for. */
  readonly line?: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** One column of content under a title. */
export function Page({ title, line, actions, children }: PageProps) {
  return (
    <div className={styles['page']}>
      <header className={styles['head']}>
        <div>
          <h1 className={styles['title']}>{title}</h1>
          {line !== undefined && <p className={styles['line']}>{line}</p>}
        </div>
        {actions !== undefined && <div className={styles['actions']}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}
