import { createMutex, type Semaphore } from '../base/index.ts';
import type { Engine, Settings } from './client.ts';

/** As whom an engine reads its own tables. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Ids that a statement looks for, too many to be its parameters. One caller at a time puts them and asks. */
export interface IdSet {
  /** Puts UUIDs, as RowBinary, in the place of those before. */
  put(ids: Uint8Array): Promise<void>;
  /** What `IN` takes. */
  readonly relation: string;
  /** A condition that fails a statement which does not find as many ids as `{ids:UInt64}`: those that were put are lost. */
  readonly isWhole: string;
}

/**
 * What an engine of our own and a ClickHouse by URL do differently. The store asks here instead of assuming that it speaks to
 * the one or the other.
 */
export interface Dialect {
  readonly name: 'embedded' | 'server';
  /** Settings with which a block is inserted as a whole, at most once by its token, and is on disk before the answer. */
  insertOnce(token: string): Settings;
  /** Ids in a table of the store that was made for them. */
  idSet(engine: Pick<Engine, 'command' | 'insert'>, table: string): IdSet;
  /** What keeps inserts apart from what must not meet one under way. One for all who write into a store. */
  createInsertMutex(): Semaphore;
  /** As whom dictionaries read their tables; undefined where the engine lets itself in. */
  readonly dictionaryCredentials: Credentials | undefined;
}

/**
 * One block whatever its size: a part that was inserted twice is recognised as a whole alone. The table keeps the tokens of its last
 * inserts on its node (`non_replicated_deduplication_window`).
 */
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

/** Ids in the memory of the one node that we speak to. It forgets them when it is restarted, and a statement must not take that for none. */
function idsInMemory(engine: Pick<Engine, 'command' | 'insert'>, table: string): IdSet {
  return {
    async put(ids) {
      await engine.command(`TRUNCATE TABLE ${table}`);
      await engine.insert(table, 'RowBinary', ids);
    },
    relation: `(SELECT * FROM ${table})`,
    isWhole: `(SELECT throwIf(count() != {ids:UInt64}, '${table} were lost') FROM ${table}) = 0`,
  };
}

/** One process writes into a store that is on one node: a mutex of its own is enough. Replicas would need a lock that all see. */
const oneWriter = { insertOnce, idSet: idsInMemory, createInsertMutex: createMutex };

/** chDB in a process of ours. */
export const embeddedDialect: Dialect = {
  name: 'embedded',
  ...oneWriter,
  dictionaryCredentials: undefined,
};

/** One ClickHouse server, reached as somebody. */
export function serverDialect(credentials: Credentials): Dialect {
  return { name: 'server', ...oneWriter, dictionaryCredentials: credentials };
}
