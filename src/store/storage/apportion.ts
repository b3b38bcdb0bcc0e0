/** What the disk is used for: the columns of events, lines that are kept as they came, and what makes searches fast. */
export interface MadeOf {
  readonly columns: number;
  readonly raw: number;
  /** Indexes, projections, marks, checksums. */
  readonly indexes: number;
}

/** What the store has of a cluster, or of all of them, for one day of receipt. In bytes on disk. */
export interface DayStorage extends MadeOf {
  /** In UTC, as `20261121`. */
  readonly day: string;
  readonly events: number;
}

/** What a day of receipt takes on disk, of all clusters. */
export interface DayParts extends MadeOf {
  readonly day: string;
}

/** What a cluster has of a day: so many events, and how large some of them are when they are not packed. */
export interface DayShare {
  readonly day: string;
  readonly clusterId: string;
  readonly events: number;
  /** Of the events that were looked at; undefined where none was. */
  readonly sample: { readonly events: number; readonly columnBytes: number; readonly rawBytes: number } | undefined;
}

/** Bytes that an event of a day takes on average, not packed, by what of it. */
type Weights = Pick<MadeOf, 'columns' | 'raw'>;

/**
 * Divides what each day takes among its clusters, by the size of their events. Clusters stand side by side in the same files, so this is an
 * estimate for each, but all of them together take what the disk says.
 */
export function apportion(
  parts: readonly DayParts[],
  shares: readonly DayShare[],
): ReadonlyMap<string, readonly DayStorage[]> {
  const byDay = Map.groupBy(shares, ({ day }) => day);
  const clusters = new Map<string, DayStorage[]>();
  for (const part of parts.toSorted((a, b) => (a.day < b.day ? -1 : 1))) {
    const ofDay = byDay.get(part.day) ?? [];
    const average = averageOf(ofDay);
    const weighed = ofDay.map((share) => ({ share, weights: weightsOf(share, average) }));
    const columns = weighed.reduce((sum, { weights }) => sum + weights.columns, 0);
    const raw = weighed.reduce((sum, { weights }) => sum + weights.raw, 0);
    for (const { share, weights } of weighed) {
      const partOfColumns = weights.columns / columns;
      const storage = {
        day: part.day,
        events: share.events,
        columns: Math.round(part.columns * partOfColumns),
        raw: Math.round(raw === 0 ? part.raw * partOfColumns : (part.raw * weights.raw) / raw),
        indexes: Math.round(part.indexes * partOfColumns),
      };
      clusters.set(share.clusterId, [...(clusters.get(share.clusterId) ?? []), storage]);
    }
  }
  return clusters;
}

/** Of an event of the day, where anything was looked at. */
function averageOf(shares: readonly DayShare[]): Weights {
  const samples = shares.flatMap(({ sample }) => sample ?? []);
  const events = samples.reduce((sum, sample) => sum + sample.events, 0);
  if (events === 0) return { columns: 1, raw: 0 };
  return {
    columns: samples.reduce((sum, { columnBytes }) => sum + columnBytes, 0) / events,
    raw: samples.reduce((sum, { rawBytes }) => sum + rawBytes, 0) / events,
  };
}

/** Of all events of a share. */
function weightsOf({ events, sample }: DayShare, average: Weights): Weights {
  const each = sample ? { columns: sample.columnBytes / sample.events, raw: sample.rawBytes / sample.events } : average;
  return { columns: events * each.columns, raw: events * each.raw };
}

/** All bytes of it. */
export function bytesOf({ columns, raw, indexes }: MadeOf): number {
  return columns + raw + indexes;
}

/** Several as one. */
export function sumOf(parts: readonly MadeOf[]): MadeOf {
  return {
    columns: parts.reduce((sum, { columns }) => sum + columns, 0),
    raw: parts.reduce((sum, { raw }) => sum + raw, 0),
    indexes: parts.reduce((sum, { indexes }) => sum + indexes, 0),
  };
}
