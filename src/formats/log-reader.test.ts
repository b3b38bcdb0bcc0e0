import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eventLine, eventsOf, packed, readLog } from './testkit/read-log.ts';

const time = '2026-11-28T20:10:00.123456789Z';
const quoted = (id: number): string => JSON.stringify(eventLine(id));

/** A line, or lines, of each kind that a log may be mixed of; each holds the event of its number. */
const kinds = {
  plain: (id: number) => eventLine(id),
  printed: (id: number) => JSON.stringify(JSON.parse(eventLine(id)), undefined, 2),
  cri: (id: number) => `${time} stdout F ${eventLine(id)}`,
  'parts of cri': (id: number) =>
    [0, 100, 200]
      .map((at) => `${time} stdout ${at < 200 ? 'P' : 'F'} ${eventLine(id).slice(at, at < 200 ? at + 100 : undefined)}`)
      .join('\n'),
  docker: (id: number) => `{"log":${quoted(id).slice(0, -1)}\\n","stream":"stdout","time":"${time}"}`,
  syslog: (id: number) => `<133>Nov 28 20:10:00 host k8s-audit: ${eventLine(id)}`,
  journald: (id: number) => `{"_SYSTEMD_UNIT":"k3s.service","MESSAGE":${quoted(id)}}`,
  grep: (id: number) => `/var/log/audit.log:12:${eventLine(id)}`,
  fluent: (id: number) => `{"date":1,"log":${quoted(id)},"kubernetes":{"pod_name":"p"}}`,
  cloudwatch: (id: number) =>
    JSON.stringify(
      { events: [{ logStreamName: 'kube-apiserver-audit-1', timestamp: 1, message: eventLine(id) }] },
      undefined,
      2,
    ),
  subscription: (id: number) =>
    packed(
      JSON.stringify({
        messageType: 'DATA_MESSAGE',
        logStream: 's',
        logEvents: [{ id: '1', timestamp: 1, message: eventLine(id) }],
      }),
    ),
  aks: (id: number) => `{"time":"t","category":"kube-audit","resourceId":"/x","properties":{"log":${quoted(id)}}}`,
} as const;
const kind = fc.constantFrom(...(Object.keys(kinds) as (keyof typeof kinds)[]));
const otherLine = fc.constantFrom(
  '',
  'I1128 20:10:00.000000       1 a.go:1] b',
  '{"torn":"',
  '{"a":1}',
  ']',
  `${time} stderr F E1128 20:10:00.000000 1 a.go:1] c`,
);
const lines = fc.array(fc.oneof({ weight: 4, arbitrary: kind }, fc.record({ other: otherLine })), { maxLength: 14 });

function logOf(parts: readonly (keyof typeof kinds | { readonly other: string })[], lineEnd: string): string {
  return parts.map((part, id) => (typeof part === 'string' ? kinds[part](id) : part.other)).join(lineEnd);
}

describe('a log of lines of any kind', () => {
  test('gives the bytes of each event, in their order, and nothing twice', () => {
    fc.assert(
      fc.property(lines, fc.constantFrom('\n', '\r\n'), (parts, lineEnd) => {
        const { events } = readLog(logOf(parts, lineEnd));
        const expected = parts.flatMap((part, id) => (typeof part === 'string' ? [JSON.parse(eventLine(id))] : []));
        expect(events.map((event) => JSON.parse(event))).toEqual(expected);
        for (const [id, part] of parts.entries())
          if (typeof part === 'string' && part !== 'printed') expect(events).toContain(eventLine(id));
      }),
      { numRuns: 300 },
    );
  });

  test('gives the same, however its bytes are parted', () => {
    fc.assert(
      fc.property(
        lines,
        fc.integer({ min: 1, max: 700 }),
        fc.constantFrom(1 << 20, 900),
        (parts, size, maxRecordBytes) => {
          const log = logOf(parts, '\n');
          const whole = readLog(log, { maxRecordBytes });
          const parted = readLog(log, { size, maxRecordBytes });
          expect(parted.text).toBe(whole.text);
          expect(parted.otherLogs).toEqual(whole.otherLogs);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('says on which line each part begins', () => {
    fc.assert(
      fc.property(lines, fc.integer({ min: 1, max: 700 }), (parts, size) => {
        const log = logOf(parts, '\n');
        const lineOf = (id: number): number => logOf(parts.slice(0, id), '\n').split('\n').length + (id > 0 ? 1 : 0);
        const { pieces } = readLog(log, { size });
        for (const [id, part] of parts.entries()) {
          if (typeof part !== 'string' || part === 'printed' || part === 'plain') continue;
          const piece = pieces.find(({ bytes }) => Buffer.from(bytes).includes(`"auditID":"${id}"`));
          expect([part, piece?.line]).toEqual([part, lineOf(id)]);
        }
        const source = log.split('\n');
        for (const { bytes, line } of pieces) {
          const [first = ''] = Buffer.from(bytes).toString().split('\n');
          if (!first.startsWith('{"wrapper"')) expect(source[line - 1]).toContain(first);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('can be read on from the end of any piece: nothing is missing then', () => {
    fc.assert(
      fc.property(
        lines,
        fc.integer({ min: 1, max: 700 }),
        fc.constantFrom(1 << 20, 900),
        (parts, size, maxRecordBytes) => {
          const log = Buffer.from(logOf(parts, '\n'));
          const { pieces, events } = readLog(log, { size, maxRecordBytes });
          let last = 0;
          for (const [index, { end, isOpen }] of pieces.entries()) {
            expect(end).toBeGreaterThanOrEqual(last);
            last = end;
            if (isOpen) continue;
            const before = eventsOf(Buffer.concat(pieces.slice(0, index + 1).map(({ bytes }) => bytes)));
            const after = readLog(log.subarray(end), { maxRecordBytes }).events;
            expect([...new Set([...before, ...after])]).toEqual([...new Set(events)]);
          }
          expect(last).toBe(log.length);
        },
      ),
      { numRuns: 60 },
    );
  });
});
