import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './banner.module.css';

interface BannerProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** Stands above a page while what it shows cannot be relied on. */
export function Banner({ title, children }: BannerProps) {
  return (
    <div className={styles['banner']} role="alert">
      <IconAlertTriangle size={18} stroke={1.8} className={styles['icon']} aria-hidden />
      <p className={styles['title']}>{title}</p>
      <p className={styles['text']}>{children}</p>
    </div>
  );
}
