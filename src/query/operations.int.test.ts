import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordedLines } from '../../test/support/recorded.ts';
import { insertLines, startTestEngine, type TestEngine } from '../store/testkit.ts';
import { compileQuery, statementSettings } from './clickhouse/index.ts';
import type { Scope, TimeRange } from './types/index.ts';

interface RawEvent {
  readonly auditID: string;
  readonly stage: string;
  readonly verb: string;
  readonly requestURI: string;
  readonly stageTimestamp: string;
  readonly user?: { readonly username?: string };
  readonly objectRef?: { readonly namespace?: string; readonly resource?: string };
  readonly responseStatus?: { readonly code?: number };
}

const everything: TimeRange = { fromMicros: 0, toMicros: Date.UTC(2100) * 1000 };
let engine: TestEngine;
beforeAll(async () => {
  engine = await startTestEngine();
});
afterAll(() => engine.close());

function scopeOf(cluster: string, more: Partial<Scope> = {}): Scope {
  return { clusterIds: [cluster], namespaces: null, bodies: true, ...more };
}

async function rowsOf(query: string, scope: Scope, range = everything): Promise<readonly (readonly unknown[])[]> {
  const limits = { defaultRows: 100_000, maxRows: 100_000 };
  const compiled = compileQuery(query, { range, scope, limits, clusters: [], timeZone: 'UTC', nowMicros: 0 });
  if (!compiled.ok) throw new Error(compiled.diagnostics[0]?.message);
  const { sql, parameters } = compiled.value;
  return (await engine.rows(sql, { parameters, settings: { ...statementSettings, readonly: 1 } })).rows;
}

/** The events that `operations` holds, as `auditID stage`. */
async function operations(search: string, scope: Scope, range?: TimeRange): Promise<string[]> {
  const rows = await rowsOf(`${search} | select "auditID", stage from operations`, scope, range);
  return rows.map((row) => row.join(' ')).toSorted();
}

/** The same from the log's own lines: those by which an operation is counted, in time, among events that may be seen. */
function counted(
  events: readonly RawEvent[],
  { from = '', to = '~', filter }: { from?: string; to?: string; filter?: (event: RawEvent) => boolean } = {},
): string[] {
  const requestOf = (event: RawEvent): string =>
    JSON.stringify([event.auditID, event.user?.username ?? '', event.verb, event.requestURI]);
  const isTerminal = ({ stage }: RawEvent): boolean => stage === 'ResponseComplete' || stage === 'Panic';
  const ended = new Set(events.filter((event) => isTerminal(event) && event.stageTimestamp >= from).map(requestOf));
  return events
    .filter((event) => event.stageTimestamp >= from && event.stageTimestamp < to)
    .filter((event) => isTerminal(event) || (event.stage === 'ResponseStarted' && !ended.has(requestOf(event))))
    .filter((event) => filter?.(event) ?? true)
    .map(({ auditID, stage }) => `${auditID} ${stage}`)
    .toSorted();
}

describe.each([
  ['ack-v1', 4369, 4249],
  ['modern-v1.36', 2903, 2726],
] as const)('%s', (recording, eventCount, operationCount) => {
  const lines = recordedLines(recording).map(String);
  const events = lines.map((line) => JSON.parse(line) as RawEvent);
  const times = events.map(({ stageTimestamp }) => stageTimestamp).toSorted();
  const scope = scopeOf(recording);
  beforeAll(() => insertLines(engine, recording, lines));

  test(`has ${operationCount} operations in ${eventCount} events`, async () => {
    expect(await rowsOf('* | select count(*) from log', scope)).toEqual([[String(eventCount)]]);
    expect(await rowsOf('* | select count(*) from operations', scope)).toEqual([[String(operationCount)]]);
    expect(await operations('*', scope)).toEqual(counted(events));
  });

  test.each([
    ['verb: watch', (event: RawEvent) => event.verb === 'watch'],
    ['stage: ResponseStarted', (event: RawEvent) => event.stage === 'ResponseStarted'],
    [
      'not responseStatus.code in [200 299]',
      ({ responseStatus: { code = 0 } = {} }: RawEvent) => code < 200 || code > 299,
    ],
    ['objectRef.namespace == kube-system', (event: RawEvent) => event.objectRef?.namespace === 'kube-system'],
  ] as const)('the search %s restricts which are counted, not how', async (search, filter) => {
    const expected = counted(events, { filter });
    expect(expected.length).toBeGreaterThan(0);
    expect(await operations(search, scope)).toEqual(expected);
  });

  test('a range holds what ended in it, and what began in it and has not ended', async () => {
    const cuts = [0, 0.3, 0.5, 0.8].map((part) => times[Math.floor(part * times.length)] ?? '');
    for (const [index, from] of cuts.entries()) {
      const to = cuts[index + 1] ?? '2100';
      const range = { fromMicros: microsOf(from), toMicros: microsOf(to) };
      expect(await operations('*', scope, range)).toEqual(counted(events, { from, to }));
    }
  });

  test('callers limited to namespaces or without bodies count their own', async () => {
    const seen = events.filter((event) => event.objectRef?.namespace === 'kube-system');
    expect(await operations('*', scopeOf(recording, { namespaces: ['kube-system'] }))).toEqual(counted(seen));
    expect(await operations('*', scopeOf(recording, { bodies: false }))).toEqual(counted(events));
    expect(await operations('*', scopeOf(recording, { namespaces: [] }))).toEqual([]);
    expect(await operations('*', scopeOf(recording, { clusterIds: null }))).toEqual(
      expect.arrayContaining(counted(events)),
    );
  });

  test('stands wherever log does', async () => {
    const count = String(operationCount);
    const among = async (statement: string) => rowsOf(`* | ${statement}`, scope);
    expect(await among('with o as (select verb from operations) select count(*) from o')).toEqual([[count]]);
    expect(await among('select count(*) from (select * from Operations as a) x')).toEqual([[count]]);
    expect(await among('select (select count(*) from operations), count(*) from log')).toEqual([
      [count, String(eventCount)],
    ]);
    expect(await among('select count(*) from (select 1 as a from operations union all select 1 from log)')).toEqual([
      [String(operationCount + eventCount)],
    ]);
    expect(
      await among(
        'select count(*) from (select "auditID", stage from log except select "auditID", stage from operations)',
      ),
    ).toEqual([[String(eventCount - operationCount)]]);
    const twins = await among(
      'select count(*) from log l join operations o on l."auditID" = o."auditID" where l.stage <> o.stage',
    );
    expect(Number(twins[0]?.[0])).toBe(eventCount - operationCount);
    expect(await among('with operations as (select 1 as a) select count(*) from operations')).toEqual([['1']]);
  });
});

function microsOf(time: string): number {
  const [seconds = '', fraction = '0'] = time.replace('Z', '').split('.');
  return Date.parse(`${seconds}Z`) * 1000 + Number(fraction.padEnd(6, '0').slice(0, 6));
}

describe('an operation is told by its request, not by an id that the client chose', () => {
  const base = { level: 'Metadata', verb: 'get', requestURI: '/exec/a', user: { username: 'eve' } };
  const at = (minute: number, members: object): string =>
    JSON.stringify({
      ...base,
      ...members,
      stageTimestamp: `2026-11-20T18:${String(minute).padStart(2, '0')}:00.000000Z`,
    });
  const started = (minute: number, members: object) => at(minute, { stage: 'ResponseStarted', ...members });
  const complete = (minute: number, members: object) => at(minute, { stage: 'ResponseComplete', ...members });
  const scope = scopeOf('chosen');
  const minutes = (from: number, to: number, kind?: TimeRange['kind']): TimeRange => ({
    fromMicros: Date.UTC(2026, 10, 20, 18, from) * 1000,
    toMicros: Date.UTC(2026, 10, 20, 18, to) * 1000,
    ...(kind ? { kind } : {}),
  });

  beforeAll(async () => {
    await insertLines(engine, 'chosen', [
      // A refused request with the id of a running one does not hide it.
      started(1, { auditID: 'same' }),
      complete(2, { auditID: 'same', requestURI: '/exec/b' }),
      complete(3, { auditID: 'same', user: { username: 'mallory' } }),
      complete(4, { auditID: 'same', verb: 'create' }),
      started(5, { auditID: 'ended' }),
      complete(6, { auditID: 'ended' }),
      started(7, { auditID: 'panicked' }),
      at(8, { auditID: 'panicked', stage: 'Panic' }),
      // No API server known to us audits such a request when its response starts.
      started(5, { auditID: 'plain', objectRef: { resource: 'pods' } }),
      complete(6, { auditID: 'plain', objectRef: { resource: 'pods' } }),
      started(5, { auditID: 'plain', objectRef: { resource: 'pods' }, requestURI: '/exec/b' }),
      at(9, { auditID: 'received', stage: 'RequestReceived' }),
      started(10, { auditID: 'elsewhere' }),
      started(11, { auditID: '16ef1f07-37d0-4f3e-a111-9afcf0a88042', user: {} }),
    ]);
    await insertLines(engine, 'other', [complete(12, { auditID: 'elsewhere' })]);
    // Received the wrong way round.
    await insertLines(engine, 'swapped', [complete(21, { auditID: 'late' })], minutes(30, 0).fromMicros);
    await insertLines(engine, 'swapped', [started(20, { auditID: 'late' })], minutes(31, 0).fromMicros);
  });

  test('each is counted once', async () => {
    expect(await operations('*', scope)).toEqual(
      [
        'same ResponseStarted',
        'same ResponseComplete',
        'same ResponseComplete',
        'same ResponseComplete',
        'ended ResponseComplete',
        'panicked Panic',
        'plain ResponseComplete',
        'plain ResponseStarted',
        'elsewhere ResponseStarted',
        '16ef1f07-37d0-4f3e-a111-9afcf0a88042 ResponseStarted',
      ].toSorted(),
    );
    expect(await operations('auditID: elsewhere', { ...scope, clusterIds: ['chosen', 'other'] })).toEqual([
      'elsewhere ResponseComplete',
      'elsewhere ResponseStarted',
    ]);
  });

  test('in the range in which it ended', async () => {
    expect(await operations('auditID: ended', scope, minutes(5, 6))).toEqual([]);
    expect(await operations('auditID: ended', scope, minutes(6, 7))).toEqual(['ended ResponseComplete']);
    expect(await operations('*', scope, minutes(9, 10))).toEqual([]);
  });

  test('by receipt, also where the end was received first', async () => {
    const swapped = scopeOf('swapped');
    expect(await operations('*', swapped, minutes(30, 31, 'received'))).toEqual(['late ResponseComplete']);
    expect(await operations('*', swapped, minutes(31, 32, 'received'))).toEqual([]);
    expect(await operations('*', swapped, minutes(32, 33, 'received'))).toEqual([]);
  });

  test('those that have ended are read from where they stand apart, also after events of their part were deleted', async () => {
    const ended = `SELECT request_key FROM events WHERE request_key != 0 AND has(['ResponseComplete', 'Panic'], stage) AND cluster_id = 'apart'
      AND time >= toDateTime64('2026-11-20 18:00:00', 6, 'UTC')`;
    const plan = async () => (await engine.rows(`EXPLAIN ${ended}`)).rows.join('\n');
    const apart = scopeOf('apart');
    // Among so many that it pays to read but those.
    const others = Array.from({ length: 9000 }, (_, index) =>
      complete(index % 9, { auditID: `plain-${index}`, objectRef: { resource: 'pods' } }),
    );
    const lines = ['first', 'second', 'third'].flatMap((auditID, index) => [
      started(index, { auditID }),
      complete(index + 3, { auditID }),
      started(index + 6, { auditID: `${auditID} running` }),
    ]);
    await insertLines(engine, 'apart', [...lines, ...others]);
    expect(await plan()).toContain('ReadFromMergeTree (ended_requests)');
    expect(await operations('not objectRef.resource: *', apart)).toHaveLength(6);
    await engine.command("DELETE FROM events WHERE cluster_id = 'apart' AND audit_id_text = 'second'");
    expect(await operations('not objectRef.resource: *', apart)).toEqual(
      [
        'first ResponseComplete',
        'third ResponseComplete',
        ...['first', 'second', 'third'].map((id) => `${id} running ResponseStarted`),
      ].toSorted(),
    );
    expect(await plan()).toContain('ReadFromMergeTree (ended_requests)');
    // The end alone is gone: what it ended counts as running.
    await engine.command(
      "ALTER TABLE events DELETE WHERE cluster_id = 'apart' AND audit_id_text = 'first' AND stage = 'ResponseComplete' SETTINGS mutations_sync = 1",
    );
    expect(await operations('auditID: first', apart)).toEqual([
      'first ResponseStarted',
      'first running ResponseStarted',
    ]);
    expect(await plan()).toContain('ReadFromMergeTree (ended_requests)');
  });

  test('compare looks at the operations of each window', async () => {
    const rows = await rowsOf(
      '* | select diff[1], diff[2] from (select compare(n, 300) as diff from (select count(*) as n from operations))',
      scope,
      minutes(5, 10),
    );
    expect(rows.map((row) => row.map(Number))).toEqual([[4, 4]]);
  });
});
