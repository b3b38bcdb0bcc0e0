import { type Engine, EngineError } from '../engine/index.ts';
import type { Logger } from '../platform/index.ts';
import { migrateStore } from './migrate.ts';
import { openDictionaries } from './reference/dictionaries.ts';

/**
 * Gives an engine the store's tables, and its dictionaries the right to read them. Rejects as `migrateStore` does; may be called
 * again.
 */
export async function prepareStore(engine: Engine, logger: Logger): Promise<void> {
  await migrateStore(engine);
  const { dictionaryCredentials } = engine.dialect;
  if (!dictionaryCredentials) return;
  await openDictionaries(engine, dictionaryCredentials).catch((error: unknown) => {
    if (!(error instanceof EngineError)) throw error;
    // ClickHouse's message may quote the statement, which may hold the password.
    const { code } = error;
    logger.error({ code }, 'ClickHouse cannot read its dictionaries: statements that look up addresses will fail');
  });
}
