import { type Credentials, type Engine, EngineError } from '../../engine/index.ts';
import { replacedDictionaries } from './tables.ts';

/**
 * Sees to it that the dictionaries of a ClickHouse can read their tables, which it does as a user of its own accord: as `default`
 * without a password where the server has it so, else as the one that is given. Call it at each start, as a password may have changed. Rejects
 * with EngineError when neither is let in; its message may hold the password.
 */
export async function openDictionaries(engine: Engine, credentials: Credentials): Promise<void> {
  try {
    await replaceAndRead(engine, undefined);
  } catch (error) {
    if (!(error instanceof EngineError) || error.kind !== 'authentication-failed') throw error;
    await replaceAndRead(engine, credentials);
  }
}

/** Has the engine load what addresses are looked up in, which else the first look-up waits for. */
export async function loadDictionaries(engine: Engine): Promise<void> {
  for (const name of ['ip_countries', 'ip_places'] as const)
    await engine.rows(`SELECT dictHas('${name}', toIPv6('::1'))`);
}

async function replaceAndRead(engine: Engine, credentials: Credentials | undefined): Promise<void> {
  for (const statement of replacedDictionaries(credentials)) await engine.command(statement);
  // They are loaded at the first look-up; all of them are read in the same way, and this one is the smallest.
  await engine.rows("SELECT dictGetOrDefault('blocked_networks', 'listed', toIPv6('::1'), toUInt8(0))");
}
