/**
 * Data that functions of SQL look up (query/functions/ip.ts and security.ts), each a table and a dictionary over it. The
 * dictionaries are loaded at first use and again when their table has been filled.
 */
function dictionary(name: string, key: string, attributes: readonly string[], layout: string): readonly string[] {
  const strings = attributes.map((attribute) => `${attribute} String DEFAULT ''`);
  return referenceOf(name, key, strings, layout);
}

function referenceOf(name: string, key: string, attributes: readonly string[], layout: string): readonly string[] {
  const keys = key.split(', ');
  const columns = [...keys.map((column) => `${column} String`), ...attributes].join(', ');
  return [
    `CREATE TABLE IF NOT EXISTS ${name}_rows (${columns}) ENGINE = MergeTree ORDER BY (${key})`,
    `CREATE DICTIONARY IF NOT EXISTS ${name} (${columns}) PRIMARY KEY ${key} ` +
      `SOURCE(CLICKHOUSE(TABLE '${name}_rows')) LAYOUT(${layout}) LIFETIME(0)`,
  ];
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

export const referenceTables: readonly string[] = [
  ...dictionary('ip_countries', 'prefix', referenceColumns.ip_countries, 'IP_TRIE()'),
  ...dictionary('ip_places', 'prefix', referenceColumns.ip_places, 'IP_TRIE()'),
  ...referenceOf('blocked_networks', 'prefix', ['listed UInt8 DEFAULT 1'], 'IP_TRIE()'),
  ...referenceOf('blocked_names', 'kind, name', ['listed UInt8 DEFAULT 1'], 'COMPLEX_KEY_HASHED()'),
];
