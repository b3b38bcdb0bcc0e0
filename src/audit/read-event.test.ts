import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mutateEvent, mutationNames } from '../../test/support/mutate-event.ts';
import { recordedBodies, recordedLines, recordings } from '../../test/support/recorded.ts';
import { differences, referenceRow } from '../../test/support/reference-columns.ts';
import { type ColumnName, columns } from './columns.ts';
import type { EventRow } from './event-row.ts';
import { EventReader, layouts, renderEvent, splitBody } from './index.ts';

const receivedAt = 1_763_700_000_000_001;
const encoder = new TextEncoder();

function read(event: string): EventRow {
  const reader = new EventReader();
  const bytes = encoder.encode(event);
  expect(reader.read(bytes, 0, bytes.length, receivedAt)).toBeUndefined();
  return reader.row;
}

const columnNames = new Set<string>(columns.map((column) => column.name));

function textOf(row: EventRow): (column: string) => string {
  return (column) => {
    if (!columnNames.has(column)) throw new Error(`no column ${column}`);
    return row.text(column as ColumnName);
  };
}

function checkColumns(row: EventRow, bytes: Uint8Array): void {
  const reference = referenceRow(bytes, row.layout === layouts.raw);
  expect(differences(reference, textOf(row))).toEqual({});
  expect(row.time).toBe(Number.isNaN(reference.time) ? receivedAt : reference.time);
  expect(row.requestReceivedAt).toBe(reference.requestReceivedAt);
  expect(row.responseCode).toBe(reference.responseCode);
  expect(Buffer.from(renderEvent(row)).equals(bytes)).toBe(true);
}

describe('what an API server wrote', () => {
  test('stays what it is when other events are given back after it, large ones among them', () => {
    const lines = recordedLines('modern-v1.36').slice(0, 300);
    const long = Buffer.from(lines[0]?.toString().replace('"verb":"', `"verb":"${'v'.repeat(100_000)}`) ?? '');
    const all = [...lines.slice(0, 100), long, ...lines.slice(100)];
    const reader = new EventReader();
    const rendered = all.map((line) => {
      reader.read(line, 0, line.length, receivedAt);
      return renderEvent(reader.row);
    });
    expect(rendered.every((bytes, index) => Buffer.from(bytes).equals(all[index] ?? Buffer.alloc(0)))).toBe(true);
  });

  test.each(recordings)('every event of %s is its columns, and comes back byte for byte', (name) => {
    const reader = new EventReader();
    for (const [index, line] of recordedLines(name).entries()) {
      expect(reader.read(line, 0, line.length, receivedAt)).toBeUndefined();
      if (index % 3 === 0) checkColumns(reader.row, line);
      expect(reader.row.layout).not.toBe(layouts.raw);
      expect(Buffer.from(renderEvent(reader.row)).equals(line)).toBe(true);
    }
  });

  test.each(['registered-v1beta1', 'modern-v1.36'] as const)('every item of the webhook bodies of %s', (name) => {
    const reader = new EventReader();
    let truncated = 0;
    for (const body of recordedBodies(name)) {
      for (const { from, to, reason } of splitBody(body).pieces) {
        expect(reason).toBeUndefined();
        expect(reader.read(body, from, to, receivedAt)).toBeUndefined();
        checkColumns(reader.row, body.subarray(from, to));
        if (reader.row.isTruncated) truncated += 1;
      }
    }
    expect(truncated).toBe(name === 'modern-v1.36' ? 36 : 0);
  });
});

describe('odd events', () => {
  const lines = recordings.flatMap((name) => recordedLines(name).filter((_, index) => index % 7 === 0));

  test.each(mutationNames)('%s: columns as a plain reading has them, bytes as received', (mutation) => {
    const reader = new EventReader();
    fc.assert(
      fc.property(fc.nat(lines.length - 1), fc.integer(), (index, seed) => {
        const line = lines[index] ?? Buffer.alloc(0);
        const event = mutateEvent(line, seed, mutation);
        expect(reader.read(event, 0, event.length, receivedAt)).toBeUndefined();
        checkColumns(reader.row, event);
      }),
      { numRuns: 40 },
    );
  });

  test('several at once', () => {
    const reader = new EventReader();
    fc.assert(
      fc.property(fc.nat(lines.length - 1), fc.integer(), (index, seed) => {
        const event = mutateEvent(lines[index] ?? Buffer.alloc(0), seed);
        expect(reader.read(event, 0, event.length, receivedAt)).toBeUndefined();
        checkColumns(reader.row, event);
      }),
      { numRuns: 1000 },
    );
  });

  test('keys in any case, with the folds of Go, and the last of those that are repeated', () => {
    const row = read(
      '{"AUDITID":"a","\u017ftage":"s","Verb":"get","verb":"list","uSeR":{"UserName":"u","\\u0075id":"1"}}',
    );
    expect(row.text('audit_id_text')).toBe('a');
    expect(row.text('stage')).toBe('s');
    expect(row.text('verb')).toBe('list');
    expect(row.text('user_username')).toBe('u');
    expect(row.text('user_uid')).toBe('1');
    expect(row.text('other')).toBe('');
  });

  test('what Go would refuse hides nothing: it is kept under its own path', () => {
    const row = read(
      '{"auditID":"a","verb":5,"user":"root","user":{"username":["x"],"pet":"cat"},"sourceIPs":"1.2.3.4","new":{"a":[1]}}',
    );
    expect(JSON.parse(row.text('other'))).toEqual({
      verb: 5,
      user: ['root', { username: ['x'], pet: 'cat' }],
      sourceIPs: '1.2.3.4',
      new: { a: [1] },
    });
  });

  test.each(['9999-12-31T23:59:59.999999Z', '0001-01-01T00:00:00Z', '2026-02-30T00:00:00.000000Z', 'soon'])(
    'the stage time %s is kept as text and the event filed under its receipt',
    (time) => {
      const row = read(`{"auditID":"a","stageTimestamp":"${time}","requestReceivedTimestamp":"${time}"}`);
      expect(row.time).toBe(receivedAt);
      expect(row.requestReceivedAt).toBeNaN();
      expect(JSON.parse(row.text('other'))).toEqual({ stageTimestamp: time, requestReceivedTimestamp: time });
    },
  );

  test('an event of Kubernetes 1.7, which has no stage time, happened when its timestamp says', () => {
    const row = read('{"auditID":"a","timestamp":"2017-12-19T23:09:18Z"}');
    expect(row.time).toBe(Date.UTC(2017, 11, 19, 23, 9, 18) * 1000);
    expect(JSON.parse(row.text('other'))).toEqual({ timestamp: '2017-12-19T23:09:18Z' });
  });

  test('numbers that no engine holds are text, all others as written', () => {
    const row = read('{"auditID":"a","requestObject":{"a":1e400,"b":123456789012345678901234567890,"c":1.50,"d":1E5}}');
    expect(row.text('request_object')).toBe('{"a":"1e400","b":"123456789012345678901234567890","c":1.50,"d":1E5}');
  });

  test('an audit id of a megabyte', () => {
    const id = 'x'.repeat(1 << 20);
    const row = read(`{"auditID":"${id}"}`);
    expect(row.text('audit_id_text')).toBe(id);
  });

  test('a byte order mark inside a text belongs to it', () => {
    expect(read('{"auditID":"a","user":{"username":"\ufeffroot"}}').text('user_username')).toBe('\ufeffroot');
  });

  test.each([
    ['{"kind":0,"auditID":"a"}', 'not-an-event'],
    ['{"kind":"Pod","auditID":"a"}', 'not-an-event'],
    ['{"kind":"Event","apiVersion":"v1","auditID":"a"}', 'not-an-event'],
    ['{"kind":"Event"}', 'no-audit-id'],
    ['{"auditID":""}', 'no-audit-id'],
    ['{"auditID":7}', 'no-audit-id'],
    ['["auditID"]', 'not-an-object'],
    ['null', 'not-an-object'],
    ['{"auditID":"a"', 'not-json'],
    ['{"auditID":"a"}}', 'not-json'],
    ['{"auditID":"a\u0000"}', 'not-json'],
    ['{"auditID":"a",}', 'not-json'],
    ['{"auditID" "a"}', 'not-json'],
    ['{auditID:"a"}', 'not-json'],
    ['', 'not-json'],
  ])('%s is no event: %s', (text, reason) => {
    const bytes = encoder.encode(text);
    expect(new EventReader().read(bytes, 0, bytes.length, receivedAt)).toBe(reason);
  });

  test('many unknown members are read in time that grows with their number only', () => {
    const members = Array.from({ length: 100_000 }, (_, index) => `"k${index}":1`);
    const row = read(`{"auditID":"a",${members.join(',')}}`);
    expect(Object.keys(JSON.parse(row.text('other')) as object)).toHaveLength(100_000);
  });
});
