import codes from 'i18n-iso-countries/codes.json' with { type: 'json' };
import { cellText } from './cell.ts';
import { roleOf } from './column-role.ts';
import type { ChartTable } from './table.ts';

/** Names that a column may hold, in each language of the page and by code, to ISO 3166-1 numeric codes. */
const numericByName = new Map<string, string>();
const alphaByNumeric = new Map<string, string>();

for (const [alpha2 = '', alpha3 = '', numeric = ''] of codes) {
  alphaByNumeric.set(numeric, alpha2);
  for (const name of [alpha2, alpha3, ...['en', 'zh-CN', 'ja'].map((language) => nameOf(alpha2, language))])
    numericByName.set(name.toLowerCase(), numeric);
}

const isCode = /^[a-z]{2,3}$/i;

/** The numeric code of a country's code or name; undefined where it is none. */
export function countryCode(text: string): string | undefined {
  return numericByName.get(text.trim().toLowerCase());
}

/**
 * The column that holds countries: the one with most of them by name, or, where none has names, by code. Names come first because a column of
 * `no` would else be Norway. Undefined where no column has any.
 */
export function countryColumn({ columns, rows }: ChartTable): number | undefined {
  const counts = columns.map((column, index) => {
    const texts = roleOf(column) === 'text' ? rows.map((row) => cellText(row[index])?.trim() ?? '') : [];
    const found = texts.filter((text) => countryCode(text) !== undefined);
    return { index, codes: found.length, names: found.filter((text) => !isCode.test(text)).length };
  });
  const [best] = counts.toSorted((a, b) => b.names - a.names || b.codes - a.codes);
  return best && best.codes > 0 ? best.index : undefined;
}

/** The country's name in a language; the code itself where it has none. */
export function countryName(numeric: string, language: string): string {
  const alpha = alphaByNumeric.get(numeric);
  return alpha ? nameOf(alpha, language) : numeric;
}

function nameOf(alpha2: string, language: string): string {
  return new Intl.DisplayNames(language, { type: 'region' }).of(alpha2) ?? alpha2;
}
