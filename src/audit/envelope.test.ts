import { describe, expect, test } from 'vitest';
import { eventIn, EventReader, IdentityReader, renderEvent, splitBody, writeEnvelope } from './index.ts';

const event =
  '{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"11111111-0000-4000-8000-000000000001","stage":"ResponseComplete","requestURI":"/a","verb":"get","user":{"username":"alice"},"requestReceivedTimestamp":"2026-11-28T20:10:00.000000Z","stageTimestamp":"2026-11-28T20:10:00.000107Z"}';
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const envelope = (wrapper: string, inner = event): string => textOf(writeEnvelope(bytesOf(wrapper), bytesOf(inner)));

function read(text: string): EventReader {
  const reader = new EventReader();
  const bytes = bytesOf(text);
  expect(reader.read(bytes, 0, bytes.length, 1)).toBeUndefined();
  return reader;
}

describe('an event in an envelope', () => {
  test('is the event: its columns, its bytes, its identity', () => {
    const { row } = read(envelope('{"format":"cri","stream":"stdout"}').trimEnd());
    expect(row.text('verb')).toBe('get');
    expect(row.text('wrapper')).toBe('{"format":"cri","stream":"stdout"}');
    expect(textOf(renderEvent(row))).toBe(event);
    const identity = new IdentityReader().identityOf(row);
    const { row: alone } = read(event);
    expect(alone.text('wrapper')).toBe('');
    expect(new IdentityReader().identityOf(alone)).toBe(identity);
  });

  test('that is not written as an API server does keeps its own bytes, and not those of the envelope', () => {
    const odd = '{ "kind": "Event", "auditID": "x", "more": 1 }';
    const { row } = read(envelope('{"format":"cri"}', odd).trimEnd());
    expect(textOf(renderEvent(row))).toBe(odd);
    expect(row.text('other')).toBe('{"more":1}');
  });

  test('keeps what the wrapper tells as canonical JSON', () => {
    const { row } = read(envelope('{"format":"a\\u0026b", "node":"n","node":"m"}').trimEnd());
    expect(row.text('wrapper')).toBe('{"format":"a&b","node":"m"}');
  });

  test('is one piece of a body, wherever it stands, and gives the event', () => {
    const one = envelope('{"format":"cri"}').trimEnd();
    for (const body of [one, `${one}\n${one}\n`, `[${one},${one}]`, `klog\n${one}\n`, `${one}${event}`]) {
      const bytes = bytesOf(body);
      const pieces = splitBody(bytes).pieces.filter(({ reason }) => !reason);
      const reader = new EventReader();
      expect(pieces.length).toBeGreaterThan(0);
      for (const { from, to } of pieces) {
        expect(reader.read(bytes, from, to, 1)).toBeUndefined();
        expect(textOf(eventIn(bytes.subarray(from, to)))).toBe(event);
      }
    }
  });

  // What the splitter says of a piece without reading it, the reader must say as well.
  test.each([
    ['{"wrapper":{},"event":{}}', 'no-audit-id'],
    ['{"wrapper":{},"event":{"kind":"Pod","auditID":"1"}}', 'not-an-event'],
    ['{"wrapper":{},"event":[]}', 'no-audit-id'],
    ['{"wrapper":{},"event":{"auditID":"1"},"more":1}', 'no-audit-id'],
    ['{"wrapper":{},"more":1,"event":{"auditID":"1"}}', 'no-audit-id'],
    ['{"wrapper":[],"event":{"auditID":"1"}}', 'no-audit-id'],
    ['{"event":{"auditID":"1"},"wrapper":{}}', 'no-audit-id'],
    ['{"wrapper":{},"event":{"wrapper":{},"event":{"auditID":"1"}}}', 'no-audit-id'],
    ['{"wrapper":{},"auditID":"1"}', undefined],
    ['{"wrapper":{},"event":{"auditID":"1"}}', undefined],
    ['{"wrapper":{} , "event" : {"auditID":"1"} }', undefined],
  ])('%s is read as it is split', (text, reason) => {
    const bytes = bytesOf(text);
    expect(splitBody(bytes).pieces).toEqual([
      reason ? { from: 0, to: bytes.length, reason } : { from: 0, to: bytes.length },
    ]);
    expect(new EventReader().read(bytes, 0, bytes.length, 1)).toBe(reason);
  });
});
