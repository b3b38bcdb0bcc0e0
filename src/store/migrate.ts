import type { Engine } from './engine/client.ts';
import { batchKeysTable, eventsTable } from './schema/events.ts';
import { referenceTables } from './schema/reference.ts';

/** In order; a migration that was released is never changed. Each can be run again after it was cut short. */
const migrations: readonly (readonly string[])[] = [[eventsTable(), batchKeysTable], referenceTables];

/** Brings the store's tables to the newest form. */
export async function migrateStore(engine: Engine): Promise<void> {
  await engine.command('CREATE TABLE IF NOT EXISTS migrations (version UInt32) ENGINE = MergeTree ORDER BY version');
  const { rows } = await engine.rows('SELECT max(version) FROM migrations');
  const done = Number(rows[0]?.[0] ?? 0);
  for (const [index, statements] of migrations.entries()) {
    if (index < done) continue;
    for (const statement of statements) await engine.command(statement);
    await engine.command('INSERT INTO migrations VALUES ({version:UInt32})', { parameters: { version: index + 1 } });
  }
}
