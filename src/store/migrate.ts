import { AppError } from '../base/index.ts';
import type { Engine } from '../engine/index.ts';
import { type StoreMigration, storeMigrations } from './migrations/index.ts';

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
  await checkLayout(engine, migrations, done);
  for (const [index, { statements }] of migrations.entries()) {
    if (index < done) continue;
    for (const statement of statements) await engine.command(statement);
    await engine.command('INSERT INTO migrations VALUES ({version:UInt32})', { parameters: { version: index + 1 } });
  }
}

/** The layout is the one of the last migration that was done, or of the next, when that one was cut short. */
async function checkLayout(engine: Engine, migrations: readonly StoreMigration[], done: number): Promise<void> {
  const { rows } = await engine.rows(
    "SELECT comment FROM system.tables WHERE database = currentDatabase() AND name = 'events'",
  );
  const layout = rows[0]?.[0];
  if (layout === undefined && done === 0) return;
  const known = [migrations[done - 1], migrations[done]].flatMap((migration) => migration?.layout ?? []);
  if (!known.some((one) => one === layout))
    throw new AppError(
      'conflict',
      `cannot open the store: its events have the layout ${JSON.stringify(layout ?? null)}, and this release knows "${known.at(-1)}" alone`,
    );
}
