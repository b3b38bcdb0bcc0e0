import { useTranslation } from 'react-i18next';
import { SafeText } from '../safe-text.tsx';

/** A value; that there is none is said in words. */
export function ValueText({ value }: { readonly value: string }) {
  const { t } = useTranslation();
  return value === '' ? t('value.absent') : <SafeText limit={120}>{value}</SafeText>;
}
