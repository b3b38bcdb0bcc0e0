import { useTranslation } from 'react-i18next';
import { useStorage } from '../../../api/storage.ts';
import { useFormats } from '../../../lib/i18n/formats.ts';
import styles from '../clusters.module.css';

/** How much room there is for all clusters, and until when; nothing for whoever does not see all of them. */
export function StorageOutlook() {
  const { t } = useTranslation();
  const formats = useFormats();
  const { data } = useStorage();
  if (!data?.server) return null;
  const { bytes, freeBytes, fullOn } = data.server;
  const parts = [
    t('storage.allClusters', { size: formats.bytes(bytes) }),
    freeBytes === null ? undefined : t('storage.free', { size: formats.bytes(freeBytes) }),
    fullOn === null ? undefined : t('storage.fullOn', { day: fullOn }),
  ];
  return <p className={styles['hint']}>{parts.filter((part) => part !== undefined).join(' · ')}</p>;
}
