import { type Engine, EngineError } from '../engine/index.ts';
import type { Logger } from '../platform/index.ts';
import { createMendingEngine, type MendingOptions } from './integrity/damage.ts';
import type { Integrity } from './integrity/integrity.ts';
import { migrateStore } from './migrate.ts';
import { loadDictionaries, openDictionaries } from './reference/dictionaries.ts';

/**
 * Gives an engine the store's tables, and its dictionaries the right to read them; finds what is missing from it, and loads what addresses are
 * looked up in, so that nobody who asks once it is ready waits a second for that. Rejects as
 * `migrateStore` does; may be called again.
 */
export async function prepareStore(
  engine: Engine,
  integrity: Pick<Integrity, 'check'>,
  options: MendingOptions,
): Promise<void> {
  await migrateStore(engine);
  await Promise.all([checkParts(engine, integrity, options), openOwnDictionaries(engine, options.logger)]);
}

async function checkParts(engine: Engine, integrity: Pick<Integrity, 'check'>, options: MendingOptions): Promise<void> {
  await integrity.check(createMendingEngine(engine, options)).catch((error: unknown) => {
    // A ClickHouse may not let its user look: that is no reason to store nothing.
    if (!(error instanceof EngineError)) throw error;
    options.logger.error({ err: error }, 'cannot compare the store with its manifest');
  });
}

async function openOwnDictionaries(engine: Engine, logger: Logger): Promise<void> {
  const { dictionaryCredentials } = engine.dialect;
  try {
    if (dictionaryCredentials) await openDictionaries(engine, dictionaryCredentials);
    await loadDictionaries(engine);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    // ClickHouse's message may quote the statement, which may hold the password.
    const { code } = error;
    logger.error({ code }, 'ClickHouse cannot read its dictionaries: statements that look up addresses will fail');
  }
}
