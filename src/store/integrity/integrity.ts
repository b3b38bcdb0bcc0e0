import type { Engine } from '../../engine/index.ts';
import type { Clock, Logger } from '../../platform/index.ts';
import type { MendingEngine } from './damage.ts';
import type { EventCounts, Manifest } from './manifest.ts';

/** What the store should hold and does not. */
export interface Losses {
  /** Parts that were set aside because they cannot be read; at least one where events are missing. */
  readonly missingParts: number;
  readonly missingEvents: number;
}

export interface IntegrityOptions {
  readonly manifest: Manifest;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Compares what the store holds with what the manifest says, and remembers what is missing. */
export interface Integrity {
  losses(): Losses;
  /** Looks now. Rejects when the engine does not answer. */
  check(engine: MendingEngine): Promise<void>;
}

/** Counts over the whole table are to disturb nobody. */
const calm = { max_threads: 1 };
/** A batch that is being stored while it is looked may look like a loss for a moment: a loss is one that is still there then. */
const confirmMs = 1000;

export function createIntegrity({ manifest, clock, logger }: IntegrityOptions): Integrity {
  let losses: Losses = { missingParts: 0, missingEvents: 0 };

  async function check(engine: MendingEngine): Promise<void> {
    await setStuckPartsAside(engine);
    if (manifest.isNew()) await begin(engine);
    if (manifest.unreadableDays().length > 0) {
      const held = await heldBy(engine);
      for (const day of manifest.unreadableDays()) await manifest.adopt(held, day);
    }
    let missing = await missingFrom(engine, manifest);
    if (missing.events > 0) {
      await clock.sleep(confirmMs);
      const still = await missingFrom(engine, manifest);
      if (still.events < missing.events) missing = still;
    }
    const parts = missing.events === 0 ? 0 : await partsSetAside(engine, missing.days);
    tell({ missingEvents: missing.events, missingParts: missing.events === 0 ? 0 : Math.max(1, parts) }, missing.days);
  }

  async function begin(engine: Engine): Promise<void> {
    const held = await heldBy(engine);
    const parts = await partsSetAside(engine, undefined);
    if (parts > 0)
      logger.error(
        { parts },
        'the engine has set damaged parts aside before: how many events were in them is not known',
      );
    await manifest.adopt(held);
  }

  function tell(found: Losses, days: readonly string[]): void {
    const { missingEvents, missingParts } = found;
    if (missingEvents > 0 && missingEvents !== losses.missingEvents)
      logger.error(
        { missingEvents, missingParts, days },
        'events that were stored are missing from the store; see docs/how-to/recover-missing-events.md',
      );
    else if (missingEvents === 0 && losses.missingEvents > 0) logger.info('no stored events are missing any more');
    losses = found;
  }

  return { losses: () => losses, check };
}

/** A mutation waits for ever for a part that it cannot read, and retention for the mutation. */
async function setStuckPartsAside(engine: MendingEngine): Promise<void> {
  const { rows } = await engine.rows(
    `SELECT DISTINCT latest_failed_part FROM system.mutations
     WHERE database = currentDatabase() AND table = 'events' AND NOT is_done AND latest_failed_part != ''`,
  );
  for (const [part] of rows) await engine.setAside(String(part));
}

async function heldBy(engine: Engine): Promise<EventCounts> {
  const { rows } = await engine.rows('SELECT _partition_id, cluster_id, count() FROM events GROUP BY 1, 2', {
    settings: calm,
  });
  const held = new Map<string, Map<string, number>>();
  for (const [day, clusterId, count] of rows) {
    const clusters = held.get(String(day)) ?? new Map<string, number>();
    held.set(String(day), clusters.set(String(clusterId), Number(count)));
  }
  return held;
}

/** The engine never holds less than the manifest says, at any moment: what changes meanwhile is looked at from both sides. */
async function missingFrom(
  engine: Engine,
  manifest: Manifest,
): Promise<{ readonly events: number; readonly days: readonly string[] }> {
  const before = manifest.counts();
  const held = await heldBy(engine);
  const after = manifest.counts();
  const days = new Set<string>();
  let events = 0;
  for (const [day, clusters] of before)
    for (const [clusterId, count] of clusters) {
      const expected = Math.min(count, after.get(day)?.get(clusterId) ?? 0);
      const missing = expected - (held.get(day)?.get(clusterId) ?? 0);
      if (missing <= 0) continue;
      events += missing;
      days.add(day);
    }
  return { events, days: [...days].toSorted() };
}

/** Parts of some days, or of all, that the engine found broken when it started, or that were set aside since. */
async function partsSetAside(engine: Engine, days: readonly string[] | undefined): Promise<number> {
  const { rows } = await engine.rows(
    `SELECT partition_id FROM system.detached_parts
     WHERE database = currentDatabase() AND table = 'events' AND (reason = '' OR startsWith(reason, 'broken'))`,
  );
  return rows.filter(([day]) => days === undefined || days.includes(String(day))).length;
}
