import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitBody } from '../audit/index.ts';
import { splitStream } from './split-stream.ts';

const sizes = { target: 64, limit: 1 << 16 };

interface Part {
  readonly bytes: Uint8Array;
  readonly line: number;
}

/** A text in parts, each of which says on which line it begins. */
async function* stream(text: string, chunk: number): AsyncGenerator<Part> {
  const bytes = Buffer.from(text);
  let line = 1;
  for (let at = 0; at < bytes.length; at += chunk) {
    const part = bytes.subarray(at, at + chunk);
    yield { bytes: part, line };
    line += part.filter((byte) => byte === 0x0a).length;
  }
}

const part = (text: string): Part => ({ bytes: Buffer.from(text), line: 1 });

async function bodiesOf(text: string, chunk = 7, at = sizes): Promise<readonly string[]> {
  const bodies: string[] = [];
  for await (const body of splitStream(stream(text, chunk), at)) bodies.push(Buffer.from(body.bytes).toString());
  return bodies;
}

/** The events, as the receiver cuts them out of bodies. */
function eventsOf(bodies: readonly string[]): readonly string[] {
  return bodies.flatMap((text) => {
    const bytes = Buffer.from(text);
    return splitBody(bytes).pieces.map(({ from, to }) => bytes.subarray(from, to).toString());
  });
}

const event = fc
  .record({
    auditID: fc.string({ maxLength: 30 }),
    verb: fc.string({ unit: fc.constantFrom('"', '\\', '{', '}', '[', ']', ',', '\n', 'é', 'a'), maxLength: 12 }),
    user: fc.record({ groups: fc.array(fc.string({ maxLength: 5 }), { maxLength: 3 }) }),
  })
  .map((value) => ({ kind: 'Event', ...value }));
const indent = fc.constantFrom(undefined, 2);
const list = fc.record({ items: fc.array(event, { maxLength: 12 }), tail: fc.boolean() }).map(({ items, tail }) => ({
  kind: 'EventList',
  apiVersion: 'audit.k8s.io/v1',
  metadata: {},
  items,
  ...(tail ? { more: [[1], { a: '}' }] } : {}),
}));
const value = fc.oneof(event, list, fc.array(event, { maxLength: 12 }));

test('the bodies hold the events of the stream, byte for byte and in their order', async () => {
  const values = fc.array(fc.tuple(value, indent, fc.constantFrom('\n', '\r\n', '\n\n', '\n\u001e')), {
    maxLength: 12,
  });
  await fc.assert(
    fc.asyncProperty(values, fc.integer({ min: 1, max: 200 }), async (parts, chunk) => {
      const text = parts.map(([one, spaces, end]) => `${JSON.stringify(one, undefined, spaces)}${end}`).join('');
      expect(eventsOf(await bodiesOf(text, chunk))).toEqual(eventsOf([text]));
    }),
    { numRuns: 300 },
  );
});

test('JSON lines are cut at line ends, and the bodies joined are the stream', async () => {
  const text = Array.from({ length: 40 }, (_, index) => `{"auditID":"${index}"}\n`).join('');
  const bodies = await bodiesOf(text);
  expect(bodies.length).toBeGreaterThan(5);
  expect(bodies.join('')).toBe(text);
  for (const body of bodies) expect(body).toMatch(/^\{.*\}\n$/s);
});

test('a list without end needs no more than a body of memory', async () => {
  const count = 2000;
  async function* endless(): AsyncGenerator<Part> {
    yield part('{"kind":"EventList","items":[');
    for (let index = 0; index < count; index += 1) yield part(`${index ? ',' : ''}{"auditID":"${index}"}`);
    yield part(']}');
  }
  let events = 0;
  for await (const body of splitStream(endless(), sizes)) {
    expect(body.bytes.length).toBeLessThan(3 * sizes.target);
    events += splitBody(body.bytes).pieces.length;
  }
  expect(events).toBe(count);
});

test('a broken line spoils nothing but itself', async () => {
  const lines = Array.from({ length: 30 }, (_, index) =>
    index === 11 ? '{"auditID":"torn' : `{"auditID":"${index}"}`,
  );
  const events = eventsOf(await bodiesOf(lines.join('\n')));
  expect(events).toEqual(lines);
});

test('of a list that breaks off the whole items are there', async () => {
  const items = Array.from({ length: 20 }, (_, index) => `{"auditID":"${index}"}`);
  for (const end of ['', ',', ',{"auditID":"to', '],"metadata":{']) {
    const events = eventsOf(await bodiesOf(`{"kind":"EventList","items":[${items.join(',')}${end}`));
    expect(events.slice(0, items.length)).toEqual(items);
  }
});

test('a damaged item of a large list costs itself, in the memory of a body', async () => {
  const nested = '{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"nested"}';
  const items = Array.from(
    { length: 200 },
    (_, id) => `{"level":"Metadata","auditID":"${id}","requestObject":[${nested},1]}`,
  );
  const damaged = items.map((item, id) =>
    id % 50 === 7 ? item.replace('"Meta', id % 100 === 7 ? 'Meta' : '"Me\nta') : item,
  );
  for (const chunk of [7, 333]) {
    const text = `{"kind":"EventList","items":[${damaged.join(',')}],"metadata":{}}\n${items[0]}\n`;
    const bodies = await bodiesOf(text, chunk, { target: 1000, limit: 1 << 20 });
    expect(Math.max(...bodies.map((body) => body.length))).toBeLessThan(5000);
    const events = eventsOf(bodies).filter((event) => items.includes(event));
    expect(events).toEqual([...items.filter((_, id) => id % 50 !== 7), items[0]]);
  }
});

test('a body knows the line on which it begins', async () => {
  const lines = Array.from({ length: 40 }, (_, index) => (index % 7 === 3 ? '' : `{"auditID":"${index}"}`));
  for await (const { bytes, places } of splitStream(stream(lines.join('\n'), 7), sizes)) {
    const [first = ''] = Buffer.from(bytes).toString().split('\n');
    expect(lines[(places[0]?.line ?? 0) - 1]).toBe(first);
  }
});

test('events one after another on one line are cut between them', async () => {
  const text = Array.from({ length: 30 }, (_, index) => `{"auditID":"}{${index}"}`).join('');
  const bodies = await bodiesOf(text);
  expect(bodies.length).toBeGreaterThan(3);
  expect(eventsOf(bodies)).toEqual(eventsOf([text]));
});

test('what has no boundary at all is cut at the limit', async () => {
  const bodies = await bodiesOf('x'.repeat(1000), 7, { target: 64, limit: 256 });
  expect(bodies.map((body) => body.length)).toEqual([256, 256, 256, 232]);
});

test('an event larger than a body stays whole', async () => {
  const lines = ['a'.repeat(500), 'b', 'c'.repeat(300)].map((id) => `{"auditID":"${id}"}`);
  expect(eventsOf(await bodiesOf(lines.join('\n')))).toEqual(lines);
});

test('nothing and blanks are no body', async () => {
  expect(await bodiesOf('')).toEqual([]);
  expect(await bodiesOf(' \n\n ')).toEqual([]);
});

test('what came before a failure of the stream is given', async () => {
  const bodies: string[] = [];
  const reading = (async () => {
    for await (const body of splitStream(failing())) bodies.push(Buffer.from(body.bytes).toString());
  })();
  await expect(reading).rejects.toThrow('broken disk');
  expect(eventsOf(bodies)).toEqual(['{"auditID":"1"}', '{"auditID":"2"}']);
});

async function* failing(): AsyncGenerator<Part> {
  yield part('{"auditID":"1"}\n{"auditID":"2"}\n');
  throw new Error('broken disk');
}
