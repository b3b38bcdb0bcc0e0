/**
 * Data that functions of SQL look up, each a table and a dictionary over it. The dictionaries are loaded at first use and again when
 * their table has been filled.
 */
export const referenceMigration = [
  `CREATE TABLE IF NOT EXISTS ip_countries_rows (prefix String, code String DEFAULT '', en String DEFAULT '', zh String DEFAULT '')
   ENGINE = MergeTree ORDER BY (prefix)`,
  `CREATE DICTIONARY IF NOT EXISTS ip_countries (prefix String, code String DEFAULT '', en String DEFAULT '', zh String DEFAULT '')
   PRIMARY KEY prefix SOURCE(CLICKHOUSE(TABLE 'ip_countries_rows')) LAYOUT(IP_TRIE()) LIFETIME(0)`,
  `CREATE TABLE IF NOT EXISTS ip_places_rows (prefix String, code String DEFAULT '',
     country_en String DEFAULT '', country_zh String DEFAULT '', province_en String DEFAULT '', province_zh String DEFAULT '',
     city_en String DEFAULT '', city_zh String DEFAULT '', provider String DEFAULT '', location String DEFAULT '')
   ENGINE = MergeTree ORDER BY (prefix)`,
  `CREATE DICTIONARY IF NOT EXISTS ip_places (prefix String, code String DEFAULT '',
     country_en String DEFAULT '', country_zh String DEFAULT '', province_en String DEFAULT '', province_zh String DEFAULT '',
     city_en String DEFAULT '', city_zh String DEFAULT '', provider String DEFAULT '', location String DEFAULT '')
   PRIMARY KEY prefix SOURCE(CLICKHOUSE(TABLE 'ip_places_rows')) LAYOUT(IP_TRIE()) LIFETIME(0)`,
  `CREATE TABLE IF NOT EXISTS blocked_networks_rows (prefix String, listed UInt8 DEFAULT 1)
   ENGINE = MergeTree ORDER BY (prefix)`,
  `CREATE DICTIONARY IF NOT EXISTS blocked_networks (prefix String, listed UInt8 DEFAULT 1)
   PRIMARY KEY prefix SOURCE(CLICKHOUSE(TABLE 'blocked_networks_rows')) LAYOUT(IP_TRIE()) LIFETIME(0)`,
  `CREATE TABLE IF NOT EXISTS blocked_names_rows (kind String, name String, listed UInt8 DEFAULT 1)
   ENGINE = MergeTree ORDER BY (kind, name)`,
  `CREATE DICTIONARY IF NOT EXISTS blocked_names (kind String, name String, listed UInt8 DEFAULT 1)
   PRIMARY KEY kind, name SOURCE(CLICKHOUSE(TABLE 'blocked_names_rows')) LAYOUT(COMPLEX_KEY_HASHED()) LIFETIME(0)`,
] as const;
