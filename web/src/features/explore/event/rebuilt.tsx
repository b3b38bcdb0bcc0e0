import { useTranslation } from 'react-i18next';
import { cutText, visibleText } from '../../../../../src/base/index.ts';
import { type Json, textAt } from '../../../api/json.ts';
import styles from './event.module.css';

/** Says of an event that it is not as the API server wrote it, where the log that it came in kept no bytes of it. */
export function Rebuilt({ json }: { readonly json: Json }) {
  const { t } = useTranslation();
  if (textAt(json, '__wrapper__', 'rebuilt') !== 'true') return null;
  const format = visibleText(cutText(textAt(json, '__wrapper__', 'format'), 60).text);
  return <p className={styles['rebuilt']}>{t('event.rebuilt', { format })}</p>;
}
