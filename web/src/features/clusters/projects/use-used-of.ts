import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../lib/i18n/formats.ts';

/** Of a quota: null is unlimited, and of what is used that the user is not told. */
export interface QuotaUse {
  readonly used: number | null | undefined;
  readonly most: number | null;
  readonly unit: 'count' | 'bytes';
}

/** What of a quota is used, in words: `3 of 5`, and the number alone where there is no end. */
export function useUsedOf(): (use: QuotaUse) => string {
  const { t } = useTranslation();
  const formats = useFormats();
  return ({ used, most, unit }) => {
    const text = (value: number): string => (unit === 'bytes' ? formats.bytes(value) : formats.count(value));
    const shown = used == null ? '–' : text(used);
    return most === null ? shown : t('projects.usedOf', { used: shown, most: text(most) });
  };
}
