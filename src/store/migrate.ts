import { createHash } from 'node:crypto';
import { AppError } from '../base/index.ts';
import type { Engine } from '../engine/index.ts';
import { batchKeysTable, eventsTable } from './schema/events.ts';
import { referenceTables } from './reference/tables.ts';

/** Names the layout of the table of events, by the statement that makes it. It is the table's comment. */
const eventsLayout = `layout ${createHash('sha256').update(eventsTable()).digest('hex').slice(0, 16)}`;

/**
 * In order; a migration that was released is never changed, and one that changes the events also changes the comment of their
 * table to the layout's. Each can be run again after it was cut short.
 */
export const storeMigrations: readonly (readonly string[])[] = [
  [`${eventsTable()}\nCOMMENT '${eventsLayout}'`, batchKeysTable],
  referenceTables,
];

/**
 * Brings the store's tables to the newest form. Throws AppError `conflict`, and changes nothing, for a store that a newer
 * release wrote or whose events are laid out in a way that no release knows.
 */
export async function migrateStore(engine: Engine, migrations = storeMigrations): Promise<void> {
  await engine.command('CREATE TABLE IF NOT EXISTS migrations (version UInt32) ENGINE = MergeTree ORDER BY version');
  const { rows } = await engine.rows('SELECT max(version) FROM migrations');
  const done = Number(rows[0]?.[0] ?? 0);
  if (done > migrations.length)
    throw new AppError(
      'conflict',
      `cannot open the store: it has schema ${done}, and this release knows up to ${migrations.length}`,
    );
  for (const [index, statements] of migrations.entries()) {
    if (index < done) continue;
    for (const statement of statements) await engine.command(statement);
    await engine.command('INSERT INTO migrations VALUES ({version:UInt32})', { parameters: { version: index + 1 } });
  }
  await checkLayout(engine);
}

async function checkLayout(engine: Engine): Promise<void> {
  const { rows } = await engine.rows(
    "SELECT comment FROM system.tables WHERE database = currentDatabase() AND name = 'events'",
  );
  const layout = rows[0]?.[0];
  if (layout !== eventsLayout)
    throw new AppError(
      'conflict',
      `cannot open the store: its events have the layout ${JSON.stringify(layout ?? null)}, and this release knows "${eventsLayout}" alone`,
    );
}
