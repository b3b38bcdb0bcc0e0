import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Json } from '../../../api/json.ts';
import { cellNumber, cellText, groupDigits } from '../../../../../src/charts/index.ts';
import { useFormats } from '../../../lib/i18n/formats.ts';
import type { Unit } from './panel-columns.ts';

/** Writes a number of a column in its unit, as the reader's language does. */
export type UnitFormat = (value: Json | undefined, unit: Unit) => string;

export function useUnitFormat(): UnitFormat {
  const { i18n } = useTranslation();
  const formats = useFormats();
  return useMemo(() => {
    const number = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 2 });
    const span = (unit: string, value: number): string =>
      new Intl.NumberFormat(i18n.language, {
        style: 'unit',
        unit,
        maximumFractionDigits: value < 10 ? 2 : value < 100 ? 1 : 0,
      }).format(value);
    return (value, unit) => {
      const text = cellText(value);
      const found = cellNumber(value);
      if (text === undefined) return '–';
      if (Number.isNaN(found)) return text;
      switch (unit) {
        case 'ms':
          return found >= 10_000 ? span('second', found / 1000) : span('millisecond', found);
        case 'seconds':
          return span('second', found);
        case 'bytes':
          return formats.bytes(found);
        case 'percent':
          return formats.percent(found / 100);
        case 'count':
          // A number that a double cannot hold keeps its digits.
          return Number.isSafeInteger(found) || !/^-?\d+$/.test(text)
            ? number.format(found)
            : groupDigits(text, i18n.language);
        case 'time':
        case 'text':
          return text;
      }
    };
  }, [i18n.language, formats]);
}
