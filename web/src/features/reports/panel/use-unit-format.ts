import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type UnitFormat, unitFormat } from '../../../../../src/charts/index.ts';

/** Writes values in their units, as the page's language does. */
export function useUnitFormat(): UnitFormat {
  const { i18n } = useTranslation();
  return useMemo(() => unitFormat(i18n.language), [i18n.language]);
}
