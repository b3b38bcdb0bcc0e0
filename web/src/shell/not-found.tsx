import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import styles from './frame.module.css';

export function NotFound() {
  const { t } = useTranslation();
  return (
    <div className={styles['page']}>
      <h1 className={styles['notFound']}>{t('frame.noSuchPage')}</h1>
      <Link to="/explore">{t('frame.explore')}</Link>
    </div>
  );
}
