import type { DatabaseSync } from 'node:sqlite';
import { AppError, said } from '../../base/index.ts';
import type { Clock } from '../../platform/index.ts';
import { readList, writeList } from '../role.ts';
import { bytes, integer, oneOf, text, type Row } from '../row.ts';
import { newId } from '../token.ts';
import { caseBounds, type CasePin, type NewCasePin, type PinnedEvent, type PinnedSearch } from './case.ts';
import type { PinChange } from './cases.ts';

const facts = `id, note, pinned_at, kind, cluster_id, cluster_name, namespace, audit_id, stage, time,
  sha256, size, query, range_from, range_to, clusters, namespaces, bodies`;

/** What tells who may see a pin, without its texts. */
const outline = facts.replace('note', "'' AS note").replace('query', "'' AS query");

/** Keeps what is pinned to cases. Each change is a part of a transaction of its caller. */
export function createPins(database: DatabaseSync, clock: Pick<Clock, 'now'>) {
  const { all, outlines, one, same, content, used } = prepareReads(database);
  const insertEvent = database.prepare(
    `INSERT INTO case_pins (id, case_id, place, note, pinned_at, kind, identity, cluster_id, cluster_name, namespace, audit_id, stage,
       time, sha256, size, bytes) VALUES (?, ?, ?, ?, ?, 'event', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertSearch = database.prepare(
    `INSERT INTO case_pins (id, case_id, place, note, pinned_at, kind, identity, size, query, range_from, range_to, clusters,
       namespaces, bodies) VALUES (?, ?, ?, ?, ?, 'search', ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const annotate = database.prepare('UPDATE case_pins SET note = ? WHERE id = ?');
  const place = database.prepare('UPDATE case_pins SET place = ? WHERE id = ?');
  const remove = database.prepare('DELETE FROM case_pins WHERE case_id = ? AND id = ?');

  function require(caseId: string, pinId: string): CasePin {
    const row = one.get(caseId, pinId);
    if (row === undefined)
      throw new AppError('not-found', said`cannot find pin "${pinId}": the case has none of that id`);
    return toPin(row);
  }
  function move(caseId: string, pinId: string, before: string | null): void {
    const others = all.all(caseId).flatMap((row) => (row['id'] === pinId ? [] : [text(row, 'id')]));
    const at = before === null || before === pinId ? others.length : others.indexOf(before);
    if (at < 0)
      throw new AppError('not-found', said`cannot move before pin "${before ?? ''}": the case has none of that id`);
    for (const [index, id] of others.toSpliced(at, 0, pinId).entries()) place.run(index + 1, id);
  }
  function insert(caseId: string, last: number, pin: NewCasePin): string {
    const id = newId('p');
    const begin = [id, caseId, last + 1, pin.note, clock.now(), identityOf(pin.what)] as const;
    if ('bytes' in pin) {
      const { clusterId, clusterName, namespace, auditId, stage, timeMicros, sha256, size } = pin.what;
      const told = [clusterId, clusterName, namespace, auditId, stage, timeMicros] as const;
      insertEvent.run(...begin, ...told, sha256, size, pin.bytes);
    } else {
      const { query, fromMicros, toMicros, clusterIds, namespaces, bodies } = pin.what;
      insertSearch.run(
        ...begin,
        sizeOf(pin.what),
        query,
        fromMicros,
        toMicros,
        writeList(clusterIds),
        writeList(namespaces),
        Number(bodies),
      );
    }
    return id;
  }

  return {
    list: (caseId: string): readonly CasePin[] => all.all(caseId).map(toPin),
    /** For whoever counts them: their notes and queries are empty. */
    outlines: (caseId: string): readonly CasePin[] => outlines.all(caseId).map(toPin),
    bytesOf(pinId: string): Uint8Array | undefined {
      const row = content.get(pinId);
      return row === undefined ? undefined : bytes(row, 'bytes');
    },
    add(caseId: string, pin: NewCasePin): CasePin {
      const pinned = same.get(caseId, identityOf(pin.what));
      if (pinned !== undefined) return toPin(pinned);
      const sums = used.get(caseId) ?? {};
      if (integer(sums, 'count') >= caseBounds.pins)
        throw new AppError('conflict', said`cannot pin: the case has ${caseBounds.pins} pins already; unpin one`);
      if (integer(sums, 'size') + sizeOf(pin.what) > caseBounds.bytes)
        throw new AppError(
          'conflict',
          said`cannot pin: what is pinned to a case may be ${caseBounds.bytes >> 20} MiB together; begin another case`,
        );
      return require(caseId, insert(caseId, integer(sums, 'last'), pin));
    },
    change(caseId: string, pinId: string, { note, before }: PinChange): CasePin {
      require(caseId, pinId);
      if (note !== undefined) annotate.run(note, pinId);
      if (before !== undefined && before !== pinId) move(caseId, pinId, before);
      return require(caseId, pinId);
    },
    remove: (caseId: string, pinId: string): boolean => remove.run(caseId, pinId).changes > 0,
  };
}

function prepareReads(database: DatabaseSync) {
  const all = database.prepare(`SELECT ${facts} FROM case_pins WHERE case_id = ? ORDER BY place, id`);
  const outlines = database.prepare(`SELECT ${outline} FROM case_pins WHERE case_id = ?`);
  const one = database.prepare(`SELECT ${facts} FROM case_pins WHERE case_id = ? AND id = ?`);
  const same = database.prepare(`SELECT ${facts} FROM case_pins WHERE case_id = ? AND identity = ?`);
  const content = database.prepare('SELECT bytes FROM case_pins WHERE id = ? AND bytes IS NOT NULL');
  const used = database.prepare(
    'SELECT count(*) AS count, coalesce(sum(size), 0) AS size, coalesce(max(place), 0) AS last FROM case_pins WHERE case_id = ?',
  );
  return { all, outlines, one, same, content, used };
}

/** Bytes that a case keeps for a pin. */
function sizeOf(what: PinnedEvent | PinnedSearch): number {
  return what.kind === 'event' ? what.size : Buffer.byteLength(what.query);
}

/** The same for what is the same: an event by its bytes, a search by what it asks. */
function identityOf(what: PinnedEvent | PinnedSearch): string {
  return what.kind === 'event'
    ? `event ${what.clusterId} ${what.sha256}`
    : `search ${what.fromMicros} ${what.toMicros} ${writeList(what.clusterIds) ?? 'all'} ${writeList(what.namespaces) ?? 'all'} ${what.bodies} ${what.query}`;
}

function toPin(row: Row): CasePin {
  const kind = oneOf(row, 'kind', ['event', 'search']);
  return {
    id: text(row, 'id'),
    note: text(row, 'note'),
    pinnedAt: integer(row, 'pinned_at'),
    what: kind === 'event' ? toEvent(row) : toSearch(row),
  };
}

function toEvent(row: Row): PinnedEvent {
  return {
    kind: 'event',
    clusterId: text(row, 'cluster_id'),
    clusterName: text(row, 'cluster_name'),
    namespace: text(row, 'namespace'),
    auditId: text(row, 'audit_id'),
    stage: text(row, 'stage'),
    timeMicros: integer(row, 'time'),
    sha256: text(row, 'sha256'),
    size: integer(row, 'size'),
  };
}

function toSearch(row: Row): PinnedSearch {
  return {
    kind: 'search',
    query: text(row, 'query'),
    fromMicros: integer(row, 'range_from'),
    toMicros: integer(row, 'range_to'),
    clusterIds: readList(row, 'clusters'),
    namespaces: readList(row, 'namespaces'),
    bodies: integer(row, 'bodies') === 1,
  };
}
