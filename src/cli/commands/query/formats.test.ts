import { expect, test } from 'vitest';
import { readAnswer } from './answer.ts';
import { type Format, formats } from './formats.ts';

const event = (name: string, agent = 'kubectl'): string =>
  `{"kind":"Event","auditID":"${name}","verb":"get","big":123456789012345678901234567890,"user":{"username":"${name}"},` +
  `"objectRef":{"resource":"pods","subresource":"exec","namespace":"prod","name":"web"},"responseStatus":{"code":403},` +
  `"userAgent":${JSON.stringify(agent)},"stageTimestamp":"2026-11-20T18:00:00.000000Z","__cluster__":"eu"}`;
const search = (events: readonly string[], total = events.length): string =>
  `{"events":[${events.join(',')}],"total":${total},"meta":{"elapsedMs":3,"warnings":[]}}`;
const table =
  '{"columns":[{"name":"user","type":"varchar"},{"name":"n","type":"bigint"},{"name":"n","type":"double"},' +
  '{"name":"=x","type":"array(varchar)"}],' +
  '"rows":[["=1+1",-5,1.50,["a"]],[null,"9007199254740993","NaN",[]]],"meta":{"elapsedMs":1,"warnings":[]}}';

function format(name: Format, ...documents: readonly string[]): string {
  const formatter = formats[name]();
  const pages = documents.map((document) => formatter.page(readAnswer(Buffer.from(document))));
  return pages.join('') + formatter.end();
}

test('json is the document of the server, byte for byte', () => {
  expect(format('json', search([event('a'), event('b')], 7))).toBe(`${search([event('a'), event('b')], 7)}\n`);
  expect(format('json', search([]))).toBe(`${search([])}\n`);
  expect(format('json', table)).toBe(`${table}\n`);
});

test('json of several pages is one document with the rest of the last', () => {
  const text = format('json', search([event('a')], 3), search([event('b'), event('c')], 3), search([], 3));
  expect(text).toBe(`${search([event('a'), event('b'), event('c')], 3)}\n`);
});

test('ndjson is an event a line', () => {
  const pretty = event('b').replaceAll(',', ',\n');
  expect(format('ndjson', search([event('a'), pretty]))).toBe(`${event('a')}\n${event('b').replaceAll(',', ', ')}\n`);
});

test('ndjson of a table is an object a row; no value is lost, no number rewritten', () => {
  expect(format('ndjson', table)).toBe(
    '{"user":"=1+1","n":-5,"n_2":1.50,"=x":["a"]}\n{"user":null,"n":"9007199254740993","n_2":"NaN","=x":[]}\n',
  );
});

test('csv has one header, defused text, and numbers as they are', () => {
  expect(format('csv', table)).toBe(`user,n,n,'=x\n'=1+1,-5,1.50,"[""a""]"\n,9007199254740993,NaN,[]\n`);
  const [header, first, second, third] = format(
    'csv',
    search([event('a', '=HYPERLINK("http://x","y")')]),
    search([event('@b', '\u001b[2Jx')]),
  ).split('\n');
  expect(header).toMatch(/^time,cluster,user,verb,/);
  expect(first).toContain(`"'=HYPERLINK(""http://x"",""y"")"`);
  expect(second).toContain(`'@b`);
  expect(second).toContain('\u{fffd}[2Jx');
  expect(third).toBe('');
});

test('a table lines its columns up', () => {
  expect(format('table', table).split('\n')).toEqual([
    'user                 n     n  =x',
    '=1+1                -5  1.50  ["a"]',
    'NULL  9007199254740993   NaN  []',
    '',
  ]);
  const shown = format('table', search([event('日本語\\u001b[31m')]));
  expect(shown).toContain('日本語\u{fffd}[31m  get   pods/exec web in prod   403');
});

test('a table of events says what was run in a container, and of a namespace where it is but once', () => {
  const asked = (requestURI: string): string =>
    event('a').replace('"verb"', `"requestURI":${JSON.stringify(requestURI)},"verb"`);
  const path = '/api/v1/namespaces/prod/pods/web/exec';
  expect(
    format('table', search([asked(`${path}?command=sh&command=-c&command=cat+%2Fetc%2Fshadow&stdin=true`)])),
  ).toContain('pods/exec web in prod: sh -c cat /etc/shadow   403');
  expect(format('table', search([asked(`${path}?command=${'x'.repeat(5000)}`)])).length).toBeLessThan(500);
  const namespace = event('a').replace(
    /"objectRef":\{[^}]*\}/,
    '"objectRef":{"resource":"namespaces","namespace":"staging","name":"staging"}',
  );
  expect(format('table', search([namespace]))).toContain('namespaces staging   403');
});

test('a search that finds nothing prints nothing but what its format needs', () => {
  expect(format('table', search([]))).toBe('');
  expect(format('ndjson', search([]))).toBe('');
  expect(format('csv', search([])).split('\n')).toHaveLength(2);
});
