import type { Settings } from './client.ts';

/** As whom an engine reads its own tables. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/**
 * What an engine of our own and a ClickHouse by URL do differently. The store asks here instead of assuming that it speaks to
 * the one or the other.
 */
export interface Dialect {
  readonly name: 'embedded' | 'server';
  /** Settings with which a block is inserted as a whole, at most once by its token, and is on disk before the answer. */
  insertOnce(token: string): Settings;
  /** As whom dictionaries read their tables; undefined where the engine lets itself in. */
  readonly dictionaryCredentials: Credentials | undefined;
}

/** One block whatever its size: a part that was inserted twice is recognised as a whole alone. */
function insertOnce(token: string): Settings {
  return {
    async_insert: 0,
    max_insert_threads: 1,
    max_insert_block_size: 10_000_000,
    min_insert_block_size_rows: 10_000_000,
    min_insert_block_size_bytes: 4_000_000_000,
    insert_deduplicate: 1,
    insert_deduplication_token: token,
  };
}

/** chDB in a process of ours. */
export const embeddedDialect: Dialect = {
  name: 'embedded',
  insertOnce,
  dictionaryCredentials: undefined,
};

/** One ClickHouse server, reached as somebody. */
export function serverDialect(credentials: Credentials): Dialect {
  return { name: 'server', insertOnce, dictionaryCredentials: credentials };
}
