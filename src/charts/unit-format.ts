import { cellNumber, cellText, groupDigits } from './cell.ts';

export type Unit = 'count' | 'ms' | 'seconds' | 'bytes' | 'percent' | 'time' | 'text';

/** Writes a cell in a unit, as a language does. NULL is a dash; what is no number stays as it is. */
export type UnitFormat = (value: unknown, unit: Unit) => string;

const byteUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** Makes what writes cells in a language. Percentages are numbers from 0 to 100. */
export function unitFormat(language: string): UnitFormat {
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 });
  const span = (unit: 'second' | 'millisecond', value: number): string =>
    new Intl.NumberFormat(language, { style: 'unit', unit, maximumFractionDigits: digitsOf(value) }).format(value);
  return (value, unit) => {
    const text = cellText(value);
    const found = cellNumber(value);
    if (text === undefined) return '–';
    if (!Number.isFinite(found)) return text;
    switch (unit) {
      case 'ms':
        return Math.abs(found) >= 10_000 ? span('second', found / 1000) : span('millisecond', found);
      case 'seconds':
        return span('second', found);
      case 'bytes': {
        const power = Math.min(Math.floor(Math.log2(Math.max(Math.abs(found), 1)) / 10), byteUnits.length - 1);
        return `${number.format(found / 1024 ** power)} ${byteUnits[power]}`;
      }
      case 'percent':
        return percent.format(found / 100);
      case 'count':
        // A number that a double cannot hold keeps its digits.
        return /^-?\d+$/.test(text) ? groupDigits(text, language) : number.format(found);
      case 'time':
      case 'text':
        return text;
    }
  };
}

function digitsOf(value: number): number {
  return Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0;
}
