import { type Credentials, sqlText } from '../../engine/index.ts';
import type { DictionaryName } from '../../query/index.ts';

/** A dictionary over the table of its name and `_rows`, as the store's migrations made both. */
interface Reference {
  readonly name: DictionaryName;
  readonly key: string;
  /** With their types, after the key. */
  readonly attributes: readonly string[];
  readonly layout: string;
}

/** Attributes of the dictionaries in the order of their tables' columns, after the key. */
export const referenceColumns = {
  ip_countries: ['code', 'en', 'zh'],
  ip_places: [
    'code',
    'country_en',
    'country_zh',
    'province_en',
    'province_zh',
    'city_en',
    'city_zh',
    'provider',
    'location',
  ],
} as const;

const references: readonly Reference[] = [
  geoIpReference('ip_countries', referenceColumns.ip_countries),
  geoIpReference('ip_places', referenceColumns.ip_places),
  { name: 'blocked_networks', key: 'prefix', attributes: ['listed UInt8 DEFAULT 1'], layout: 'IP_TRIE()' },
  { name: 'blocked_names', key: 'kind, name', attributes: ['listed UInt8 DEFAULT 1'], layout: 'COMPLEX_KEY_HASHED()' },
];

function geoIpReference(name: DictionaryName, attributes: readonly string[]): Reference {
  const strings = attributes.map((attribute) => `${attribute} String DEFAULT ''`);
  return { name, key: 'prefix', attributes: strings, layout: 'IP_TRIE()' };
}

function columnsOf({ key, attributes }: Reference): string {
  const keys = key.split(', ').map((column) => `${column} String`);
  return [...keys, ...attributes].join(', ');
}

function replacedDictionary(reference: Reference, credentials: string): string {
  const { name, key, layout } = reference;
  return (
    `CREATE OR REPLACE DICTIONARY ${name} (${columnsOf(reference)}) PRIMARY KEY ${key} ` +
    `SOURCE(CLICKHOUSE(${credentials}TABLE '${name}_rows')) LAYOUT(${layout}) LIFETIME(0)`
  );
}

/** Statements that make the dictionaries anew, to read their tables as somebody; undefined is ClickHouse's user `default`, who then needs no password. */
export function replacedDictionaries(credentials: Credentials | undefined): readonly string[] {
  const given = credentials ? `USER ${sqlText(credentials.username)} PASSWORD ${sqlText(credentials.password)} ` : '';
  return references.map((reference) => replacedDictionary(reference, given));
}
