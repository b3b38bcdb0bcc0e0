import * as fc from 'fast-check';

/** Texts that decoders, tokenisers, folding and regular expressions are known to trip over. */
export const oddTexts = [
  'ÉCOLE école',
  'Straße STRASSE',
  'ΟΔΟΣ οδος',
  'İstanbul ıstanbul',
  '\u212aubernetes kubernetes',
  'привет ПРИВЕТ Мир',
  '日本語 ログ、テスト',
  '😀 grin😀ning',
  String.raw`C:\dir\new\table`,
  'line1\nline2\ttab\rreturn',
  'bell\u0007 esc\u001b[31m nul\u0000end \b\f',
  '\u2028separator\u2029',
  '\u007fdelete',
  '<script>alert(1)</script>',
  'a&b;c=d,e@f?g',
  '=HYPERLINK("http://x","y")',
  `it's "quoted" text`,
  '100% a+b * c*d #e $f ^g ~h |i `j',
  '{"json":"in a \\"string\\"","n":[1,2]}',
  '-1.5e3',
  '',
] as const;

/** Odd JSON, as text. */
const oddValues = [
  '1e400',
  '123456789012345678901234567890',
  '1.0',
  '-0.0',
  '1.50e2',
  '18446744073709551615',
  'null',
  'true',
  '[]',
  '{}',
  '[[1,[2]],{"a":[{"b":"deep"}]}]',
  '{"a.b":{"c.d":"dotted"},"a":{"b.c":{"d":"other"}}}',
  '{"dup":1,"dup":"last"}',
  '"\\u0041\\u006cpha \\/slash \\ud83d\\ude00 \\ud800lone"',
  `${'['.repeat(220)}"bottom"${']'.repeat(220)}`,
  `${'{"n":'.repeat(210)}{"leaf":"low\\nest","k":1}${'}'.repeat(210)}`,
] as const;

/** A change of one event: of a string in it, of a body, of a name. */
export interface Mutation {
  readonly kind: 'text' | 'body' | 'member' | 'key' | 'escape' | 'code';
  readonly at: number;
  readonly text: string;
  readonly value: string;
}

export const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom('text', 'text', 'body', 'body', 'member', 'key', 'escape', 'code'),
  at: fc.nat(),
  text: fc.oneof(fc.constantFrom(...oddTexts), fc.string({ unit: 'grapheme', maxLength: 12 })),
  value: fc.constantFrom(...oddValues),
});

const fixedMembers = new Set([
  'auditID',
  'stageTimestamp',
  'requestReceivedTimestamp',
  'kind',
  'apiVersion',
  'timestamp',
  'metadata',
]);

/** Changes the line of an event. It stays an event that can be read. */
export function mutate(line: string, { kind, at, text, value }: Mutation): string {
  const event = JSON.parse(line) as Record<string, unknown>;
  switch (kind) {
    case 'text':
      return JSON.stringify(replaceString(event, at, text));
    case 'body': {
      const body = `{"kind":"Odd","spec":{"replicas":3,"odd":${value},"containers":[{"image":${JSON.stringify(text)}},{"image":"b"}]},"x":${value}}`;
      return withMember(event, at % 2 === 0 ? 'requestObject' : 'responseObject', body);
    }
    case 'member':
      return withMember(event, at % 2 === 0 ? 'unknown' : 'objectRef.odd', value);
    case 'key': {
      const names = Object.keys(event).filter((name) => !fixedMembers.has(name));
      const name = names[at % names.length] ?? 'verb';
      const upper = name.slice(0, 1).toUpperCase() + name.slice(1);
      return JSON.stringify(event).replace(`"${name}":`, `"${upper}":`);
    }
    case 'escape':
      // The same event with every letter e written as an escape.
      return line.replaceAll(/(?<=[ :"/-][a-z]*)e(?=[a-z]*["/])/g, String.raw`\u0065`);
    case 'code':
      return JSON.stringify({ ...event, responseStatus: { metadata: {}, code: at % 600 } });
    default:
      throw new Error('unknown mutation');
  }
}

function withMember(event: Record<string, unknown>, name: string, json: string): string {
  const [first = '', second] = name.split('.');
  const marker = '"\u0001here"';
  const placed =
    second === undefined
      ? { ...event, [first]: '\u0001here' }
      : { ...event, [first]: { ...(event[first] as object | undefined), [second]: '\u0001here' } };
  return JSON.stringify(placed).replace(JSON.stringify(JSON.parse(marker.replace('\u0001', '\\u0001'))), () => json);
}

/** Puts a text in place of one string of the event, within it or around it. */
function replaceString(event: Record<string, unknown>, at: number, text: string): unknown {
  let count = 0;
  const visit = (value: unknown): void => {
    if (typeof value === 'string') count++;
    else if (typeof value === 'object' && value !== null)
      for (const [name, inner] of Object.entries(value)) if (!fixedMembers.has(name)) visit(inner);
  };
  visit(event);
  let left = at % Math.max(count, 1);
  const change = (value: unknown): unknown => {
    if (typeof value === 'string') return left-- === 0 ? joined(value, text, at) : value;
    if (Array.isArray(value)) return value.map(change);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, fixedMembers.has(name) ? inner : change(inner)]),
    );
  };
  return change(event);
}

function joined(value: string, text: string, at: number): string {
  const ways = [text, `${value}${text}`, `${text}${value}`, `${value} ${text}`, value.toUpperCase()];
  return ways[at % ways.length] ?? text;
}
