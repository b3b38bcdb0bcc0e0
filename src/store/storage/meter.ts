import type { Clock } from '../../platform/index.ts';
import type { Engine } from '../../engine/index.ts';
import { apportion, type DayParts, type DayShare, type DayStorage } from './apportion.ts';

/** What the store takes on disk, as of a moment. */
export interface StorageUse {
  /** Unix milliseconds. */
  readonly measuredAt: number;
  /** Of each cluster that has anything, also of one that was deleted and is not gone yet: by day of receipt, the oldest first. */
  readonly clusters: ReadonlyMap<string, readonly DayStorage[]>;
}

/** Says how much of the disk each cluster's events take, and for what. */
export interface StorageMeter {
  /** As of a few minutes ago at most. Rejects with EngineError where the engine does not answer. */
  measure(): Promise<StorageUse>;
}

/** Nobody waits for it: it is to disturb nobody. */
const calm = { max_threads: 1, max_execution_time: 120 };
/** How long a measurement is given again. */
const freshMs = 5 * 60_000;
/** Of each day so many stretches of rows are looked at for how large events are, and more where it has many clusters. */
const stretches = 16;
/** Rows of a stretch: what the engine reads at once (`index_granularity` of the table). */
const stretchRows = 2048;
/** Days whose events are looked at by one statement. */
const daysInStatement = 30;

/** What was found out of a day, which stays true while it has as many rows. */
interface KnownDay {
  readonly rows: number;
  readonly shares: readonly DayShare[];
}

type PartsOfDay = DayParts & { readonly rows: number; readonly data: number };

/** Measures through an engine. A day that does not change any more is looked at once. */
export function createStorageMeter(engine: Engine, clock: Clock): StorageMeter {
  const known = new Map<string, KnownDay>();
  let last: { readonly at: number; readonly use: Promise<StorageUse> } | undefined;

  async function look(): Promise<StorageUse> {
    const measuredAt = clock.now();
    const parts = await readParts(engine);
    const byDay = new Map(parts.map((part) => [part.day, part]));
    for (const day of known.keys()) if (!byDay.has(day)) known.delete(day);
    const changed = parts.filter(({ day, rows }) => known.get(day)?.rows !== rows);
    for (let from = 0; from < changed.length; from += daysInStatement) {
      const some = changed.slice(from, from + daysInStatement);
      const shares = Map.groupBy(await readShares(engine, some), ({ day }) => day);
      for (const { day, rows } of some) known.set(day, { rows, shares: shares.get(day) ?? [] });
    }
    const shares = [...known.values()].flatMap((day) => day.shares);
    const whole = parts.map((part) => withRaw(part, known.get(part.day)?.shares ?? []));
    return { measuredAt, clusters: apportion(whole, shares) };
  }

  return {
    measure() {
      const now = clock.now();
      if (last && Math.abs(now - last.at) < freshMs) return last.use;
      const use = look();
      const measured = { at: now, use };
      last = measured;
      use.catch(() => {
        if (last === measured) last = undefined;
      });
      return use;
    },
  };
}

async function readParts(engine: Engine): Promise<readonly PartsOfDay[]> {
  const { rows } = await engine.rows(
    `SELECT partition_id, sum(p.rows), sum(p.bytes_on_disk), sum(p.data_compressed_bytes), sum(c.raw)
     FROM system.parts AS p
     LEFT JOIN (
       SELECT name, column_data_compressed_bytes AS raw FROM system.parts_columns
       WHERE active AND database = currentDatabase() AND table = 'events' AND column = 'raw'
     ) AS c ON c.name = p.name
     WHERE active AND database = currentDatabase() AND table = 'events'
     GROUP BY partition_id`,
    { settings: calm },
  );
  return rows.map(([day, count, all, data, raw]) => ({
    day: String(day),
    rows: Number(count),
    data: Number(data),
    raw: Number(raw),
    columns: Number(data) - Number(raw),
    indexes: Number(all) - Number(data),
  }));
}

/** Of a small part the engine does not know what each column takes: then lines that were kept have their share of what came. */
function withRaw(part: PartsOfDay, shares: readonly DayShare[]): DayParts {
  if (part.raw > 0) return part;
  const samples = shares.flatMap(({ sample }) => sample ?? []);
  const rawBytes = samples.reduce((sum, one) => sum + one.rawBytes, 0);
  const all = rawBytes + samples.reduce((sum, one) => sum + one.columnBytes, 0);
  const raw = all === 0 ? 0 : Math.round((part.data * rawBytes) / all);
  return { ...part, raw, columns: part.data - raw };
}

async function readShares(engine: Engine, days: readonly PartsOfDay[]): Promise<readonly DayShare[]> {
  const parameters = { days: days.map(({ day }) => day) };
  const counted = await engine.rows(
    'SELECT _partition_id, cluster_id, count() FROM events WHERE _partition_id IN {days:Array(String)} GROUP BY 1, 2',
    { parameters, settings: calm },
  );
  const events = counted.rows.map(([day, clusterId, count]) => ({
    day: String(day),
    clusterId: String(clusterId),
    events: Number(count),
  }));
  const clusters = Map.groupBy(events, ({ day }) => day);
  const steps = days.map(({ day, rows }) => {
    const wanted = Math.max(stretches, 4 * (clusters.get(day)?.length ?? 0));
    return Math.max(1, Math.floor(rows / stretchRows / wanted));
  });
  const sampled = await engine.rows(
    `SELECT _partition_id, cluster_id, count(), sum(byteSize(*)) - sum(length(raw)), sum(length(raw)) FROM events
     PREWHERE intDiv(_part_offset, ${stretchRows}) % transform(_partition_id, {days:Array(String)}, {steps:Array(UInt32)}, 1) = 0
     WHERE _partition_id IN {days:Array(String)} GROUP BY 1, 2`,
    { parameters: { ...parameters, steps }, settings: calm },
  );
  const samples = new Map(
    sampled.rows.map(([day, clusterId, count, columnBytes, rawBytes]) => [
      `${String(day)} ${String(clusterId)}`,
      { events: Number(count), columnBytes: Number(columnBytes), rawBytes: Number(rawBytes) },
    ]),
  );
  return events.map((one) => ({ ...one, sample: samples.get(`${one.day} ${one.clusterId}`) }));
}
