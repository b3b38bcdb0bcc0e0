import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mutateEvent } from '../../test/support/mutate-event.ts';
import { recordedBodies, recordedLines, recordings } from '../../test/support/recorded.ts';
import { EventReader, maxPieces, splitBody } from './index.ts';

const encoder = new TextEncoder();

/** The texts of the events of a body, and the reasons or texts of what is none. */
function split(body: string | Uint8Array): { readonly events: string[]; readonly rejected: string[] } {
  const bytes = typeof body === 'string' ? encoder.encode(body) : body;
  const text = (from: number, to: number): string => Buffer.from(bytes.subarray(from, to)).toString();
  const { pieces } = splitBody(bytes);
  return {
    events: pieces.filter(({ reason }) => !reason).map(({ from, to }) => text(from, to)),
    rejected: pieces.flatMap(({ from, to, reason }) => (reason ? [`${reason}: ${text(from, to)}`] : [])),
  };
}

const a = '{"auditID":"a"}';
const b = '{"auditID":"b","requestObject":{"items":[1]}}';
const c = '{"auditID":"c"}';
const all = { events: [a, b, c], rejected: [] };

describe('forms of a body', () => {
  test.each([
    ['JSON lines', `${a}\n${b}\n${c}\n`],
    ['JSON lines of Windows', `${a}\r\n${b}\r\n${c}`],
    ['JSON lines with blank ones', `\n\n${a}\n \n${b}\n\n\n${c}\n\n`],
    ['one after another', `${a}${b} ${c}`],
    ['a JSON text sequence', `\u001e${a}\n\u001e${b}\n\u001e${c}\n`],
    ['lines that end in commas', `${a},\n${b},\n${c}\n`],
    ['an array', `[${a},${b},${c}]`],
    ['an array a line', `[\n${a},\n${b},\n${c}\n]\n`],
    ['an EventList', `{"kind":"EventList","apiVersion":"audit.k8s.io/v1","metadata":{},"items":[${a},${b},${c}]}`],
    ['an EventList whose items come first', `{"items":[${a},${b},${c}],"kind":"EventList","metadata":{"x":[1]}}`],
    ['an EventList with a member of its own', `{"kind":"EventList","x":[{"y":1}],"items":[${a},${b},${c}]}`],
    ['an EventList whose kind comes last', `{"x":1,"items":[${a},${b},${c}],"kind":"EventList"}`],
    ['an EventList in other cases', `{"Kind":"EventList","APIVersion":"audit.k8s.io/v1","Items":[${a},${b},${c}]}`],
    ['an EventList with escaped keys', `{"\\u006bind":"EventList","item\\u0073":[${a},${b},${c}]}`],
    ['a list without a kind', `{"metadata":{},"items":[${a},${b},${c}]}`],
    ['what kubectl would print', `{"kind":"List","apiVersion":"v1","items":[${a},${b},${c}]}`],
    ['EventLists a line', `{"items":[${a},${b}]}\n{"items":[]}\n{"items":[${c}]}\n`],
    ['an array of EventLists', `[{"items":[${a},${b}]},{"items":[${c}]}]`],
    ['an array of arrays', `[[${a}],[${b},[${c}]]]`],
    ['with a byte order mark', `\ufeff${a}\n${b}\n${c}`],
  ])('%s', (_, body) => expect(split(body)).toEqual(all));

  test('pretty-printed', () => {
    const list = { kind: 'EventList', items: [JSON.parse(a), JSON.parse(b), JSON.parse(c)] as unknown[] };
    const { events, rejected } = split(JSON.stringify(list, null, 2));
    expect(rejected).toEqual([]);
    expect(events.map((event) => JSON.stringify(JSON.parse(event)))).toEqual([a, b, c]);
  });

  test.each([
    '',
    ' \n',
    '[]',
    '{"items":[]}',
    '{"kind":"EventList","items":null}',
    '{"kind":"EventList"}',
    '\ufeff',
    '[[],[]]',
  ])('"%s" holds nothing', (body) => expect(split(body)).toEqual({ events: [], rejected: [] }));

  test('a body as its API server sent it', () => {
    const bodies = recordedBodies('modern-v1.36').map((body) => splitBody(body));
    expect(bodies.reduce((sum, { pieces }) => sum + pieces.filter(({ reason }) => !reason).length, 0)).toBe(2863);
  });
});

describe('what is no event', () => {
  test.each([
    ['{"kind":0}', 'not-an-event'],
    ['{"kind":"Pod","auditID":"a"}', 'not-an-event'],
    ['{"kind":"PodList","items":[{"auditID":"a"}]}', 'not-an-event'],
    ['{"kind":"EventList","items":5}', 'not-an-event'],
    ['{"kind":"Event","apiVersion":"v1","auditID":"a"}', 'not-an-event'],
    ['{}', 'no-audit-id'],
    ['{"kind":"Event"}', 'no-audit-id'],
    ['null', 'not-an-object'],
    ['"text"', 'not-an-object'],
    ['12', 'not-an-object'],
    ['not json', 'not-json'],
    ['<html>', 'not-json'],
    ['{"auditID":"a"', 'not-json'],
    ['{"auditID":"a",}', 'not-json'],
    ['12 2026-11-20', 'not-json'],
  ])('%s: %s', (body, reason) => {
    const { events, rejected } = split(body);
    expect(events).toEqual([]);
    expect(rejected.at(-1)).toMatch(new RegExp(`^${reason}: `));
  });

  test('an event without an id beside others', () => {
    expect(split(`{"items":[${a},{"kind":"Event"},5,${b},${c}]}`)).toEqual({
      events: [a, b, c],
      rejected: ['no-audit-id: {"kind":"Event"}', 'not-an-object: 5'],
    });
  });
});

describe('damage takes little with it', () => {
  test('half a body keeps the events that arrived whole', () => {
    const body = `{"kind":"EventList","items":[${a},${b},${c}]}`;
    expect(split(body.slice(0, -4))).toEqual({ events: [a, b], rejected: ['not-json: {"auditID":"c'] });
    expect(split(body.slice(0, -2))).toEqual(all);
    expect(split(`[${a},${b},`)).toEqual({ events: [a, b], rejected: [] });
  });

  test('half a body is cut anywhere: what stands whole before the cut is kept, and nothing is made up', () => {
    const events = [a, b, c, '{"kind":"Event","auditID":"d","verb":"a\\"}]"}'];
    const body = `{"kind":"EventList","metadata":{},"items":[${events.join(',')}]}`;
    for (let cut = 1; cut < body.length; cut += 1) {
      const { events: kept } = split(body.slice(0, cut));
      let length = '{"kind":"EventList","metadata":{},"items":['.length;
      expect(kept).toEqual(events.filter((event) => (length += event.length + 1) - 1 <= cut));
    }
  });

  test.each([
    ['a NUL', '{"auditID":"x\u0000"}'],
    ['an unknown escape', '{"auditID":"\\x"}'],
    ['a number that is none', '{"auditID":"x","n":01}'],
    ['a missing value', '{"auditID":}'],
    ['nesting that nobody follows', `{"auditID":"x","requestObject":${'['.repeat(10_001)}${']'.repeat(10_001)}}`],
    ['brackets in a broken text', '{"auditID":"]}\u0007,{"}'],
    ['a bare word', 'NaN'],
  ])('%s in an item of a list', (_, damaged) => {
    expect(split(`{"kind":"EventList","items":[${a},${damaged},${b},${c}],"metadata":{}}`)).toEqual({
      events: [a, b, c],
      rejected: [`not-json: ${damaged}`],
    });
  });

  test.each(['{"auditID":"x', '{"auditID":"x\u0000"}', 'garbage', '{"auditID":"x"}}', '[{"auditID":'])(
    'the line %s among lines',
    (line) => {
      const { events, rejected } = split(`${a}\n${line}\n${b}\n${c}`);
      expect(events.filter((event) => [a, b, c].includes(event))).toEqual([a, b, c]);
      expect(rejected).toHaveLength(1);
    },
  );

  test('a broken line in the middle of a printed event costs that event', () => {
    const pretty = JSON.stringify(JSON.parse(b), null, 1);
    const { events, rejected } = split(`${pretty}\n${pretty.replace(':', '')}\n${pretty}\n`);
    expect(events).toEqual([pretty, pretty]);
    expect(rejected).toHaveLength(1);
  });

  const klog = 'I1128 20:10:00.000000       1 httplog.go:1] "HTTP" verb="GET" resp=200';
  const whole = '{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"w","verb":"get"}';

  test.each([
    ['lines of other text in a row', `${a}\n${klog}\n${klog}\n${klog}\n${b}\n`, [a, b], 3],
    ['other text first', `${klog}\n${klog}\n${a}\n${b}`, [a, b], 2],
    ['lines that begin like numbers and lists', `${a}\n12 a\n2026-11-28 b\n[restful] c\n${b}`, [a, b], 3],
    ['an event over two lines', `${a}\n${whole.replace('Meta', 'Me\nta')}\n${b}`, [a, b], 2],
    ['half an event and the next one behind it', `${whole.slice(0, 60)}${whole}\n${b}`, [whole, b], 1],
    ['other text and an event behind it', `${a}\n${klog}${whole}\n${b}`, [a, whole, b], 1],
    ['a raw newline in an item', `{"items":[${a},${whole.replace('Meta', 'Me\nta')},${b}]}`, [a, b], 1],
    ['an odd quote in an item', `{"items":[${a},${whole.replace('"get"', '"get')},${b}]}`, [a, b], 1],
    ['two damaged items', `{"items":[${a},${whole.replace('{', '{!')},${whole.slice(0, -1)},${b}]}`, [a, b], 2],
    ['text between the items of a list', `[\n${a},\n${klog}\n${b},\n${c}\n]\n`, [a, b, c], 1],
    ['the NULs of a truncated log', `${'\u0000'.repeat(5000)}${a}\n${b}`, [a, b], 0],
    ['a list whose head is broken', `{"kind":"EventLi\u0000st","items":[${whole},${b}]}\n${a}`, [whole, b, a], 1],
    ['other text before a broken list', `${klog}\n{"kind":"EventList","items":[${whole}}}}},${b}]}`, [whole, b], 2],
    ['half an event and a list behind it', `{"kind":"Event",{"kind":"EventList","items":[${whole}}]}`, [whole], 2],
    ['half an event, an event and a brace', `{"kind":"Event",${whole}}\n${b}`, [whole, b], 2],
    ['half an array and half a text behind it', `"kind":"Event"},${whole},"`, [whole], 2],
    ['an item of an array behind other text', `${klog}\n[{"auditID":"x","y":[{"z":,${whole},${b}]`, [whole, b], 3],
    ['a list whose name is wrong', `{"kind":"EvntList","items":[${whole},${b}]}`, [whole, b], 0],
  ])('%s', (_, body, events, rejected) => {
    expect(split(body)).toMatchObject({ events, rejected: { length: rejected } });
  });

  test('an event within an object of a damaged one is not taken for one', () => {
    const forged = whole.replace('"w"', '"forged"');
    const outer = (value: string): string =>
      `{"kind":"Event","auditID":"o\u0000","requestObject":${value},"verb":"create"}`;
    for (const value of [forged, `{"x":${forged}}`, `{"x":${forged},"y":1}`])
      expect(split(`${a}\n${outer(value)}\n${b}`).events).toEqual([a, b]);
    // An item of an array, whose head is lost.
    for (const value of [`[1,${forged},"y"]`, `["x",${forged},"y",2]`])
      expect(split(`"auditID":"o","requestObject":${value},"verb":"create"}\n${b}`).events).toEqual([b]);
    // Cut off behind it.
    expect(split(`${outer(`[${forged},{"y":1}`).replace('\u0000', '')}\n${b}`).events).toEqual([b]);
  });

  test('every byte of a body is in an event, in what was rejected, or between them', () => {
    const parts = fc.constantFrom(
      a,
      b,
      c,
      '[',
      ']',
      '{',
      '}',
      ',',
      '\n',
      '{"items":[',
      '"',
      '\\',
      'x',
      '1',
      ' ',
      '\u0000',
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 14 }), (texts) => {
        const bytes = encoder.encode(texts.join(''));
        let at = 0;
        for (const { from, to } of splitBody(bytes).pieces) {
          expect(from).toBeGreaterThanOrEqual(at);
          expect(to).toBeGreaterThan(from);
          at = to;
        }
        // What stands alone in a line and is whole is never lost.
        const lines = texts.join('').split('\n');
        const found = split(bytes).events;
        if (lines.length > 1 && lines.every((line) => line === '' || line.startsWith('{"auditID"')))
          for (const line of lines) if ([a, b, c].includes(line)) expect(found).toContain(line);
      }),
      { numRuns: 20_000 },
    );
  });

  test('reading events on the way finds the same pieces', () => {
    const lines = recordings.flatMap((name) => recordedLines(name).filter((_, index) => index % 40 === 0));
    const event = fc.tuple(fc.nat(lines.length - 1), fc.option(fc.integer(), { freq: 2 }));
    const kinds = ['"kind":"EventList",', '"kind":"List",', '"auditID":"x",', '"Items":[],', ''] as const;
    const form = fc.record({
      events: fc.array(event, { maxLength: 5 }),
      items: fc.array(fc.constantFrom(...kinds), { maxLength: 2 }),
      between: fc.constantFrom(',', ' , ', '\n', ',,'),
      isList: fc.boolean(),
      cut: fc.option(fc.nat(5000), { freq: 2 }),
      edit: fc.option(fc.tuple(fc.nat(5000), fc.constantFrom('', '"', '}', '[', '\\', '5', 'x')), { freq: 2 }),
    });
    const reader = new EventReader();
    let read = 0;
    fc.assert(
      fc.property(form, ({ events, items, between, isList, cut, edit }) => {
        const texts = events.map(([index, seed]) => {
          const line = lines[index] ?? Buffer.alloc(0);
          return (seed === null ? line : mutateEvent(line, seed)).toString('latin1');
        });
        const inner = [...items.map((kind) => `{${kind}"items":[${texts.join(',')}]}`), ...texts].join(between);
        let body = isList ? `{"kind":"EventList","items":[${inner}]}` : inner;
        if (edit) body = `${body.slice(0, edit[0])}${edit[1]}${body.slice(edit[0] + 1)}`;
        const bytes = Buffer.from(body.slice(0, cut ?? undefined), 'latin1');
        const starts: number[] = [];
        const split = splitBody(bytes, (at) => {
          const after = reader.readNext(bytes, at, 1);
          if (after >= 0) starts.push(at);
          return after;
        });
        expect(split).toEqual(splitBody(bytes));
        const isWhole = split.pieces.every(({ reason }) => !reason);
        if (!isWhole || starts.length !== split.pieces.length) return;
        // Then all that was read is all there is.
        expect(starts).toEqual(split.pieces.map(({ from }) => from));
        read += starts.length;
      }),
      { numRuns: 3000 },
    );
    expect(read).toBeGreaterThan(1000);
  });

  test('agrees with the reader about every piece', () => {
    const lines = recordings.flatMap((name) => recordedLines(name).filter((_, index) => index % 40 === 0));
    const reader = new EventReader();
    const edit = fc.tuple(
      fc.nat(lines.length - 1),
      fc.integer(),
      fc.nat(),
      fc.constantFrom('', '"', '}', '\\', '5', 'x'),
    );
    fc.assert(
      fc.property(edit, ([index, seed, at, put]) => {
        const event = mutateEvent(lines[index] ?? Buffer.alloc(0), seed);
        const place = at % Math.min(event.length, 400);
        const bytes = Buffer.concat([event.subarray(0, place), Buffer.from(put), event.subarray(place + 1)]);
        for (const { from, to, reason } of splitBody(bytes).pieces)
          // Of damaged text it is enough that no event is read from it.
          if (reason === 'not-json') expect(reader.read(bytes, from, to, 1)).toBeDefined();
          else expect(reader.read(bytes, from, to, 1)).toBe(reason);
      }),
      { numRuns: 3000 },
    );
  });
});

test('more pieces than anybody sends are not all made', () => {
  expect(splitBody(encoder.encode('{}'.repeat(maxPieces + 5))).pieces).toHaveLength(maxPieces + 1);
  expect(splitBody(encoder.encode(`[${'{},'.repeat(maxPieces + 5)}{}]`)).pieces).toHaveLength(maxPieces + 1);
});

describe('a body is looked at in proportion to its length', () => {
  test.each([
    ['lists in lists', '{"items":['],
    ['arrays in arrays', '['],
    ['arrays that hold an event each', '[{"auditID":"a"},'],
    ['ends of lists', '[!{"auditID":"a"}],"x":['],
    ['lines that open', '{"a":[\n'],
    ['lists that open', '[{"a":1x,\n'],
    ['lines of which each reads on to the end', `{"x":[\n${'{},\n'.repeat(20)}`],
    ['objects in objects', '{"user":'],
    ['events in events', '{"kind":"Event","apiVersion":"audit.k8s.io/v1","requestObject":'],
    ['shortest events', '{}'],
    ['shortest events in a list', '{},'],
    ['quotes', '"'],
    ['quotes and commas', '{"'],
    ['braces', '{'],
    ['half events before lists', '{"kind":"Event",{"kind":"EventList","items":[{"auditID":"a"},'],
    ['half events before whole ones', '{"kind":"Event",{"auditID":"a"}}'],
    ['lists behind other text', 'x{"kind":"EventList","items":[{"auditID":"a"}x'],
    ['items before half a text', '!,{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"a"},"'],
    ['brackets before half an event', `${'['.repeat(200)}{"auditID":"a",`],
    ['blanks after a brace', `{${' '.repeat(200)}`],
  ])('%s', (_, part) => {
    const bytes = encoder.encode(part.repeat(Math.ceil((1 << 20) / part.length)));
    expect(splitBody(bytes).looked).toBeLessThan(8 * bytes.length);
  });
});
