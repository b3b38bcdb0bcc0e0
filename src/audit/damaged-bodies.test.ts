import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitBody } from './index.ts';

const decoder = new TextDecoder('latin1');

/** A marker event as a log has it, or as the item of a list. */
function marker(id: number, isItem = false): string {
  const head = isItem ? '' : '"kind":"Event","apiVersion":"audit.k8s.io/v1",';
  return `{${head}"level":"RequestResponse","auditID":"marker-${id}","stage":"ResponseComplete","requestURI":"/api/v1/pods?labelSelector=a%3D${id}","verb":"create","user":{"username":"a\\"b","groups":["g","h"],"extra":{"k":["v"]}},"objectRef":{"resource":"pods","name":"p{[${id}"},"requestObject":{"kind":"Pod","metadata":{"name":"x"},"spec":{"containers":[{"name":"c","args":["{","}]"]},{"name":"d"}]}},"responseStatus":{"metadata":{},"code":201},"requestReceivedTimestamp":"2026-11-28T20:10:00.000000Z","stageTimestamp":"2026-11-28T20:10:00.000001Z"}`;
}

const enveloped = (id: number): string => `{"wrapper":{"format":"cri","stream":"stdout"},"event":${marker(id)}}`;
const pretty = (text: string): string => JSON.stringify(JSON.parse(text), undefined, 2);
const indented = (text: string): string => pretty(text).replaceAll('\n', '\n    ');

/** The forms that a body has: what stands before, between and after its events. */
const forms = {
  lines: { event: (id: number) => marker(id), head: '', between: '\n', tail: '\n' },
  list: {
    event: (id: number) => marker(id, true),
    head: '{"kind":"EventList","apiVersion":"audit.k8s.io/v1","metadata":{},"items":[',
    between: ',',
    tail: ']}\n',
  },
  array: { event: (id: number) => marker(id), head: '[', between: ',', tail: ']' },
  'lines of an array': { event: (id: number) => marker(id), head: '[\n', between: ',\n', tail: '\n]\n' },
  'one after another': { event: (id: number) => marker(id), head: '', between: '', tail: '' },
  'a printed list': {
    event: (id: number) => indented(marker(id, true)),
    head: '{\n  "kind": "EventList",\n  "items": [\n    ',
    between: ',\n    ',
    tail: '\n  ]\n}\n',
  },
  'lines in envelopes': { event: enveloped, head: '', between: '\n', tail: '\n' },
  'envelopes one after another': { event: enveloped, head: '', between: '', tail: '' },
  'an array of envelopes': { event: enveloped, head: '[', between: ',', tail: ']' },
  'printed events': { event: (id: number) => pretty(marker(id)), head: '', between: '\n', tail: '\n' },
} as const;

const garbage = fc.oneof(
  fc.constantFrom(
    'I1128 20:10:00.000000       1 log.go:1] klog says {"a":1}\n',
    'E1128 one\nE1128 two\nE1128 three\n',
    '[restful] 2026/11/28 20:10:00 log.go:33: listing\n',
    '<html><body>502 Bad Gateway</body></html>\n',
    '"',
    '\\',
    '\n',
    '\r\n',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '{"',
    '{"kind":"Event",',
    '{"kind":"EventList","items":[',
    '\u0000\u0000\u0000\u0000',
    '\u001f\u008b\b\u0000',
    '['.repeat(20_000),
    '{"a":'.repeat(11_000),
    '}'.repeat(50),
    'a\u0000b\u0000"\u0000{\u0000\n\u0000',
  ),
  fc.uint8Array({ minLength: 1, maxLength: 60 }).map((bytes) => String.fromCodePoint(...bytes)),
);

interface Damage {
  readonly at: number;
  readonly put: string;
  readonly dropped: number;
  readonly isCopied: boolean;
}

/** Damage at a place, given as a share of the body: text that is put in, and bytes that are taken away. */
const damage = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  put: fc.option(garbage, { nil: '' }),
  dropped: fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 900 })),
  isCopied: fc.boolean(),
});

interface Damaged {
  readonly bytes: Uint8Array;
  /** Ids of the markers whose bytes are all there, in the order of the body. */
  readonly whole: readonly number[];
}

/** The body of a form with so many markers, damaged. Which markers stay whole is known from where they stand, not from reading. */
function damagedBody(name: keyof typeof forms, count: number, damages: readonly Damage[]): Damaged {
  const { event, head, between, tail } = forms[name];
  let text = head;
  const places: { id: number; from: number; to: number }[] = [];
  for (let id = 0; id < count; id += 1) {
    if (id > 0) text += between;
    const from = text.length;
    text += event(id);
    places.push({ id, from, to: text.length });
  }
  text += tail;
  const cuts = damages.map(({ at, ...rest }) => ({ ...rest, from: Math.floor(at * text.length) }));
  let result = '';
  let upTo = 0;
  for (const { from, put, dropped, isCopied } of cuts.toSorted((a, b) => a.from - b.from)) {
    if (from < upTo) continue;
    result += text.slice(upTo, from) + put;
    // The head of a list behind half an event may be taken for a member of that: such a copy proves nothing.
    upTo = isCopied ? Math.max(Math.min(from, head.length), from - dropped) : from + dropped;
  }
  result += text.slice(upTo);
  // The head of a list is damage of another kind: what remains may be JSON and no list.
  const isTouched = (from: number, to: number): boolean =>
    cuts.some((cut) => cut.from + (cut.isCopied ? 0 : cut.dropped) > from && cut.from < to);
  // What stands behind a colon may be a member of an object whose ends are lost, and a list behind a comma an item of one.
  const isListNested = head !== '' && cuts.some((cut) => cut.from === 0 && /:\s*$|[^"],\s*$/.test(cut.put));
  const isNested = (id: number): boolean => {
    const from = result.indexOf(event(id));
    const to = from + event(id).length;
    return /:\s*$/.test(result.slice(0, from).slice(-40)) && /^\s*(?:[}:]|,\s*")/.test(result.slice(to, to + 40));
  };
  return {
    bytes: Uint8Array.from(result, (letter) => letter.codePointAt(0) ?? 0),
    whole: places
      .filter(({ id, from, to }) => !isListNested && !isTouched(from, to) && !isNested(id))
      .map(({ id }) => id),
  };
}

/** The texts of the events that are found. */
function found(bytes: Uint8Array): ReadonlySet<string> {
  const events = splitBody(bytes).pieces.filter(({ reason }) => !reason);
  return new Set(events.map(({ from, to }) => decoder.decode(bytes.subarray(from, to))));
}

const put = (at: number, text: string): Damage => ({ at, put: text, dropped: 0, isCopied: false });
const drop = (at: number, dropped: number, text = ''): Damage => ({ at, put: text, dropped, isCopied: false });
const klog = 'I1128 20:10:00.000000       1 log.go:1] klog says {"a":1}\n';

/** Damage that cost whole events once. Each is tried with every form. */
const examples: [number, Damage[]][] = [
  // Other text, and the first item of an array loses bytes within an array of its own.
  [7, [put(0, klog), drop(0.09412650602409639, 46)]],
  [7, [put(0, klog), drop(0.09416478837966441, 46)]],
  // The first item loses its beginning, and behind the last stands half a string.
  [2, [drop(0.9991220368744512, 1, ',"\u0000'), drop(0, 2)]],
  // Half an event before a list, whose item has a brace too many.
  [1, [put(0, '{"kind":"Event",'), put(0.9949916527545909, '}')]],
  [1, [put(0, '{"kind":"Event",'), put(0.9934579439252336, '}')]],
  // A list begins anew within an event of the first, so that its last item ends a list within half an event.
  [
    5,
    [
      drop(0, 1, '\u0000'),
      { at: 0.05465430668211665, put: '{"kind":"EventList","items":[', dropped: 241, isCopied: true },
    ],
  ],
];

const runs = Number(process.env['WHODUNIT_BODY_RUNS'] ?? 400);

describe.each(Object.keys(forms) as (keyof typeof forms)[])('a damaged body of %s', (name) => {
  test('keeps every event that is whole', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.array(damage, { minLength: 1, maxLength: 4 }),
        (count, damages) => {
          const { bytes, whole } = damagedBody(name, count, damages);
          const events = found(bytes);
          for (const id of whole) expect(events).toContain(forms[name].event(id));
        },
      ),
      { numRuns: runs, examples },
    );
  });

  test('is looked at in proportion to its length', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.array(damage, { minLength: 1, maxLength: 4 }),
        (count, damages) => {
          const { bytes } = damagedBody(name, count, damages);
          expect(splitBody(bytes).looked).toBeLessThan(6 * bytes.length + 100);
        },
      ),
      { numRuns: runs, examples },
    );
  });
});
