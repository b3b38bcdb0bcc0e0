import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Result } from '../base/index.ts';
import { functions } from './functions/index.ts';
import { maxTextLength } from './limits.ts';
import { namesOf } from './names.ts';
import { parseTemplate } from './parse.ts';
import { renderTemplate, type RenderOptions } from './render.ts';

const alert = {
  alert_name: 'exec in a container',
  severity: 8,
  status: 'firing',
  fire_time: 1_795_906_272,
  labels: { env: 'prod', user: 'mallory' },
  annotations: { title: 'a <b> *c*', desc: '' },
  results: [{ query: 'verb: get', fire_result: { count: 12, rate: '0.5' } }],
  fire_results: [{ n: 3 }, { n: 1 }, { n: 2 }],
  tags: ['b', 'a'],
  empty: [],
};

function render(
  text: string,
  variables: Readonly<Record<string, unknown>> = { alert },
  options: RenderOptions = {},
): Result<string> {
  const template = parseTemplate(text);
  return template.ok ? renderTemplate(template.value, variables, options) : template;
}

function filled(text: string, options: RenderOptions = {}): string {
  const result = render(text, { alert }, options);
  return result.ok
    ? result.value
    : result.diagnostics.map(({ code, from, message }) => `${code} ${from}: ${message}`).join();
}

describe('the old syntax', () => {
  test.each([
    ['${alert_name}', 'exec in a container'],
    ['${labels.env}/${ labels.user }', 'prod/mallory'],
    ['${results[0].fire_result.count}', '12'],
    ['${results[9].fire_result.count}', ''],
    ['${nobody}${labels.nobody.more}', ''],
    ['${labels}', '{"env":"prod","user":"mallory"}'],
    ['${alert_name.length}${labels.constructor}${labels.__proto__}', ''],
    ['${}, ${1}, ${a b}, $alert_name, ${alert_name', '${}, ${1}, ${a b}, $alert_name, ${alert_name'],
    ['no marks', 'no marks'],
    ['', ''],
  ])('%s', (text, expected) => expect(filled(text)).toBe(expected));
});

describe('the new syntax', () => {
  test.each([
    ['{{ alert.alert_name }}', 'exec in a container'],
    ['{{ alert["labels"].env }} {{ alert.labels[\'user\'] }}', 'prod mallory'],
    ['{{ alert.results[0].fire_result.count }} {{ alert.tags[-1] }} {{ alert.tags.0 }}', '12 a b'],
    ['{{ alert.nobody.more }}{{ nobody }}{{ alert.labels.toString }}', ''],
    [
      '{{ alert.labels }} {{ alert.tags }} {{ none }} {{ true }} {{ 1.50 }}',
      '{"env":"prod","user":"mallory"} ["b","a"]  true 1.5',
    ],
    ['{# nothing #}a{# {{ nor this }} #}', 'a'],
    ['{% raw %}{{ a }} {% if %}{% endraw %}!', '{{ a }} {% if %}!'],
    ['a  {{- 1 -}}  b', 'a1b'],
    ['a\n{%- if true -%}\n b \n{%- endif -%}\nc', 'abc'],
    ['a {#- x -#} b', 'ab'],
    ['${labels.env} {{ 1 }}', '${labels.env} 1'],
    ['{{ {"a": {"b": 1}}.a.b }}', '1'],
    ['{{ [1, 2, [3]][2][0] }}', '3'],
    ['{{ "a\\n\\"b\\"" }}', 'a\n"b"'],
    ['{{ 1 if alert.empty else 2 }}{{ 3 if false }}', '2'],
  ])('%s', (text, expected) => expect(filled(text)).toBe(expected));

  test.each([
    ['{% if alert.severity >= 8 %}high{% elif alert.severity > 4 %}mid{% else %}low{% endif %}', 'high'],
    ['{% if alert.severity > 8 %}high{% elif alert.severity > 4 %}mid{% else %}low{% endif %}', 'mid'],
    ['{% if alert.empty %}x{% elif none %}y{% else %}z{% endif %}', 'z'],
    ['{% if not alert.empty and "prod" in alert.labels.env or false %}y{% endif %}', 'y'],
    ['{% for k, v in alert.labels.items() %}{{ k }}={{ v }};{% endfor %}', 'env=prod;user=mallory;'],
    ['{% for k in alert.labels %}{{ k }} {% endfor %}', 'env user '],
    [
      '{% for row in alert.fire_results %}{{ loop.index }}:{{ row.n }}{% if not loop.last %},{% endif %}{% endfor %}',
      '1:3,2:1,3:2',
    ],
    ['{% for x in alert.empty %}x{% else %}none{% endfor %}', 'none'],
    ['{% for x in alert.nobody %}x{% endfor %}.', '.'],
    ['{% for x in [1, 2] %}{% for y in [3] %}{{ x * y }} {% endfor %}{% endfor %}', '3 6 '],
    ['{% for i, x in alert.tags | enumerate(1) %}{{ i }}{{ x }}{% endfor %}', '1b2a'],
  ])('%s', (text, expected) => expect(filled(text)).toBe(expected));
});

describe('operators', () => {
  test.each([
    ['1 + 2 * 3 - 4 / 2', '5'],
    ['7 // 2', '3'],
    ['-7 // 2', '-4'],
    ['7 % 3', '1'],
    ['-7 % 3', '2'],
    ['2 ** 3', '8'],
    ['(1 + 2) * 3', '9'],
    ['"a" ~ 1 ~ none', 'a1'],
    ['"a" + "b"', 'ab'],
    ['[1] + [2]', '[1,2]'],
    ['1 == 1.0', 'true'],
    ['"1" == 1', 'false'],
    ['{"a": [1]} == {"a": [1]}', 'true'],
    ['none == alert.nobody', 'true'],
    ['"a" != "b"', 'true'],
    ['"a" < "b"', 'true'],
    ['"a" < 1', 'false'],
    ['2 <= 2', 'true'],
    ['"b" in alert.tags', 'true'],
    ['"env" in alert.labels', 'true'],
    ['"toString" in alert.labels', 'false'],
    ['"x" not in "abc"', 'true'],
    ['not 0', 'true'],
    ['"" or "b"', 'b'],
    ['"a" and "b"', 'b'],
    ['1 + 1 == 2 and not false', 'true'],
  ])('%s', (text, expected) => expect(filled(`{{ ${text} }}`)).toBe(expected));
});

describe('functions', () => {
  test.each([
    ['"1.5" | float', '1.5'],
    ['"1.9" | int', '1'],
    ['"x" | int', '0'],
    ['-3 | abs', '-3'],
    ['(-3) | abs', '3'],
    ['[1, 2] | length', '2'],
    ['"日本😀" | length', '3'],
    ['min(3, 1)', '1'],
    ['[3, 9, 1] | max', '9'],
    ['1.2 | ceil', '2'],
    ['1.8 | floor', '1'],
    ['1.256 | round(2)', '1.26'],
    ['[1, 2.5] | sum', '3.5'],
    ['12 | string', '12'],
    ['"hello WORLD" | capitalize', 'Hello world'],
    ['"Ab" | lower', 'ab'],
    ['"Ab" | upper', 'AB'],
    ['"hello wORLD" | title', 'Hello World'],
    ['"  a " | trim', 'a'],
    ['"aXbX" | replace("X", "--")', 'a--b--'],
    ['"a b  c" | wordcount', '3'],
    ['"abcdef" | truncate(3)', 'abc...'],
    ['"abc" | truncate(3)', 'abc'],
    ['"abcdef" | truncate(2, "~")', 'ab~'],
    ['"say \\"a\\"" | quote', String.raw`"say \"a\""`],
    ['"a\\nb" | indent(2)', 'a\n  b'],
    ['"abc" | startswith("ab")', 'true'],
    ['endswith("abc", "bc")', 'true'],
    ['"abc" | removeprefix("a") | removesuffix("c")', 'b'],
    ['"a,b" | split(",")', '["a","b"]'],
    ['"ab" | list', '["a","b"]'],
    ['[["a", 1]] | dict', '{"a":1}'],
    ['alert.tags | first', 'b'],
    ['alert.tags | last', 'a'],
    ['alert.empty | first', ''],
    ['alert.tags | sort | join("/")', 'a/b'],
    ['[2, 1] | sort(true)', '[2,1]'],
    ['{"b": 1, "a": 2} | dictsort', '[["a",2],["b",1]]'],
    ['"*a* <@here> [x](y)" | escape_markdown', String.raw`\*a\* \<\@here\> \[x\]\(y\)`],
    ['"<a href=\'x\'>&" | escape_html', '&lt;a href=&#39;x&#39;&gt;&amp;'],
    ['alert.labels | to_json', '{"env":"prod","user":"mallory"}'],
    [`('{"a": [1]}' | parse_json).a[0]`, '1'],
    ['"héllo" | base64_encoding', 'aMOpbGxv'],
    ['"aMOpbGxv" | base64_decoding', 'héllo'],
    ['"" | md5_encoding', 'd41d8cd98f00b204e9800998ecf8427e'],
    ['"message digest" | md5_encoding', 'f96b697d7cb7938d525a2f31aaf161d0'],
    ['"a b/ü" | url_encoding', 'a%20b%2F%C3%BC'],
    ['"a%20b%2F" | url_decoding', 'a b/'],
    ['"2026-11-28T09:00:00Z" | parse_date', '1795856400'],
    ['"2026-11-28T09:00:00.9Z" | timestamp', '1795856400'],
    ['alert.fire_time | format_date', '2026-11-28 22:51:12'],
    ['alert.fire_time | format_date("Asia/Shanghai", "%d.%m.%Y %H:%M %z")', '29.11.2026 06:51 +0800'],
    ['alert.fire_time | format_date("+0530", "%F %T")', '2026-11-29 04:21:12'],
    ['93784 | format_duration', '1d2h3m4s'],
    ['0 | format_duration', '0s'],
    ['alert.severity | format_severity', 'High'],
    ['"critical" | format_severity', 'Critical'],
    ['alert.status | format_status', 'Firing'],
    ['"sls_alert" | format_type', 'Alert'],
    ['"cn-hangzhou" | format_region', 'cn-hangzhou'],
    ['"a" | to_list', '["a"]'],
    ['alert.labels | annotations_to_list', '[{"key":"env","value":"prod"},{"key":"user","value":"mallory"}]'],
    ['"a\\nb" | blockquote', '> a\n> b'],
  ])('%s', (text, expected) => expect(filled(`{{ ${text} }}`)).toBe(expected));

  test('speak the language of the channel', () => {
    const text = '{{ alert.severity | format_severity }} {{ alert.status | format_status }}';
    expect([filled(text, { language: 'zh-CN' }), filled(text, { language: 'ja' })]).toEqual(['高 触发', '高 発生中']);
  });

  test('md5 is right at every length around a block', () => {
    const digests = [55, 56, 57, 63, 64, 65, 119, 120].map((n) => filled(`{{ "${'a'.repeat(n)}" | md5_encoding }}`));
    expect(digests).toEqual([
      'ef1772b6dff9a122358552954ad0df65',
      '3b0c8ac703f828b04c6c197006d17218',
      '652b906d60af96844ebd21b674f35e93',
      'b06521f39153d618550606be297466d5',
      '014842d480b571495a4a0363793f7367',
      'c743a45e0d2e6a95cb859adae0248435',
      '8a7bd0732ed6a28ce75f6dabc90e1613',
      '5f61c0ccad4cac44c75ff505e1f1e537',
    ]);
  });
});

test('what a template takes from what it is given is known before, with its place', () => {
  const template = parseTemplate(
    '{{ a.b | default(c) }}'.replace('default', 'replace("x", d) | join') +
      '{% for e, f in g.items() %}{{ e ~ f ~ loop.index ~ h }}{% else %}{{ e }}{% endfor %}' +
      '{% if not i and -j == [k, {l: m}][n] %}{% elif o %}{% endif %}{{ p if q else r }}{{ "s" }}',
  );
  const names = template.ok ? namesOf(template.value) : [];
  expect(names.map(({ name }) => name).join('')).toBe('adcgheijklmnoqpr');
  expect(names[0]).toMatchObject({ from: 3, to: 4 });
});

describe('what is filled in', () => {
  test('is escaped where it stands, once, and nothing else is', () => {
    const hostile = { alert: { user: '"},{"x":"', labels: { a: '"' }, n: 1 } };
    const escape = (text: string, isJson: boolean): string => (isJson ? text : JSON.stringify(text).slice(1, -1));
    const result = render(
      '{"u":"{{ alert.user }}","v":{{ alert.user | to_json }},"l":{{ alert.labels }},"n":{{ alert.n }}}',
      hostile,
      { escape, trusted: ['to_json', 'quote'] },
    );
    expect(result.ok && JSON.parse(result.value)).toEqual({ u: '"},{"x":"', v: '"},{"x":"', l: { a: '"' }, n: 1 });
    const old = render('{"u":"${user}","l":${labels}}', hostile, { escape });
    expect(old.ok && JSON.parse(old.value)).toEqual({ u: '"},{"x":"', l: { a: '"' } });
  });

  test('is never read as a template', () => {
    const result = render('{{ alert.user }}', { alert: { user: '{{ 1 + 1 }}{% if %}${x}' } });
    expect(result).toMatchObject({ value: '{{ 1 + 1 }}{% if %}${x}' });
  });
});

describe('what is wrong is said with its place', () => {
  test.each([
    ['a {{ alert.', 'template-syntax 2: there is no }}'],
    ['{{ }}', 'template-syntax 3: a value is missing'],
    ['{{ a b }}', 'template-syntax 5: an operator, or the end is expected here'],
    ['{{ "a }}', 'template-syntax 3: this text is never closed'],
    ['{{ a | nobody }}', 'template-syntax 7: there is no function "nobody"'],
    ['{{ a | uper }}', 'template-syntax 7: there is no function "uper": "upper" is one'],
    ['{{ a.pop() }}', 'template-syntax 5: there is no method "pop": they are items, keys, values'],
    ['{{ a ? 1 }}', 'template-syntax 5: "?" means nothing here'],
    ['{% if a %}', 'template-syntax 0: there is no {% endif %}'],
    ['{% endif %}', 'template-syntax 0: nothing is open that "endif" belongs to'],
    ['{% for x in a %}{% endif %}', 'template-syntax 16: {% endfor %} is expected here'],
    ['{% if a %}{% else %}{% elif b %}{% endif %}', 'template-syntax 20: {% endif %} is expected here'],
    ['{% import "os" %}', 'template-syntax 0: there is no tag "import": expected if, for or raw'],
    ['{% for in a %}{% endfor %}', 'template-syntax 7: a name is expected here'],
    ['{# a', 'template-syntax 0: this comment is never closed'],
    ['{% raw %} a', 'template-syntax 0: there is no {% endraw %}'],
    [`{{ ${'('.repeat(20)}1${')'.repeat(20)} }}`, 'template-too-deep 19: brackets nest more than 16 deep'],
    ['{% if 1 %}'.repeat(17) + '{% endif %}'.repeat(17), 'template-too-deep 160: blocks nest more than 16 deep'],
    [`{{ ${'1+'.repeat(400)}1 }}`, 'template-too-deep 304: an expression has at most 300 parts'],
    ['{{ 1 / 0 }}', 'template-failed 3: division by zero'],
    ['{{ alert.nobody + 1 }}', 'template-failed 3: "+" takes numbers: write | float behind a text'],
    ['a {{ "x" | abs }}', 'template-failed 5: abs takes a number'],
    ['{{ "x" | parse_json }}', 'template-failed 3: parse_json takes JSON'],
    [
      '{{ 1 | format_date("Mars/Olympus") }}',
      'template-failed 3: a time zone is a name such as Asia/Shanghai, or an offset such as +08:00',
    ],
  ])('%s', (text, expected) => expect(filled(text)).toBe(expected));

  test('in lines as well', () => {
    const result = render('a\nb {{ 1 / 0 }}');
    expect(result.diagnostics).toMatchObject([{ line: 2, column: 6 }]);
  });
});

describe('bounds', () => {
  const long = 'x'.repeat(60_000);
  const many = Array.from({ length: 300 }, (_, n) => n);
  test.each([
    ['loops', '{% for a in m %}{% for b in m %}{{ 1 }}{% endfor %}{% endfor %}', 'template-too-slow'],
    [
      'loops that write nothing',
      '{% for a in m %}{% for b in m %}{% for c in m %}{% endfor %}{% endfor %}{% endfor %}',
      'template-too-slow',
    ],
    [
      'loops over long texts',
      '{% for a in m %}{% for b in m %}{% if s | upper == "" %}{% endif %}{% endfor %}{% endfor %}',
      'template-too-slow',
    ],
    ['what is written', '{{ s }}{{ s }}', 'template-too-long'],
    ['a text on the way', '{{ (s ~ s) | length }}', 'template-too-long'],
    ['replace', '{{ s | replace("x", s) | length }}', 'template-failed'],
    ['join', '{{ m | join(s) | length }}', 'template-failed'],
    [
      'a list that holds itself many times over',
      `{% for a in [m] %}${'{% for a in [[a, a, a, a, a, a, a, a]] %}'.repeat(12)}{{ a }}${'{% endfor %}'.repeat(13)}`,
      'template-failed',
    ],
    [
      'comparing it',
      `{% for a in [m] %}${'{% for a in [[a, a, a, a, a, a, a, a]] %}'.repeat(12)}{{ a == [a] }}${'{% endfor %}'.repeat(13)}`,
      'template-failed',
    ],
    ['lists', '{{ s | split("x") | length }}', 'template-failed'],
    ['a deep value', '{{ ("[" | replace("[", d)) | parse_json }}', 'template-failed'],
  ])('%s', (_, text, code) => {
    const deep = '['.repeat(1000) + ']'.repeat(1000);
    const result = render(text, { s: long, m: many, d: deep });
    expect(result.diagnostics.map((one) => one.code)).toEqual([code]);
  });

  test('a template is bounded', () => {
    expect(parseTemplate('x'.repeat(maxTextLength + 1)).diagnostics).toMatchObject([{ code: 'template-too-long' }]);
  });

  test('names in the old syntax do not nest without end', () => {
    expect(filled(`\${a${'.b'.repeat(30_000)}}`)).toBe(`\${a${'.b'.repeat(30_000)}}`);
  });
});

const marks =
  '{{ }} {% %} {# #} - if elif else endif for in endfor raw endraw a b.c "x" 1 0 ( ) [ ] { } , : . | ~ + * / ** == not and or ${ items() \'';
const pieces = fc.constantFrom(' ', '\n', ...marks.split(' '), ...functions.keys());
const texts = fc.oneof(
  fc.array(pieces, { maxLength: 30 }).map((all) => all.join(' ')),
  fc.array(pieces, { maxLength: 20 }).map((all) => `{{ ${all.join('')} }}`),
  fc.string({ unit: 'binary', maxLength: 60 }),
);
const values = fc.dictionary(fc.constantFrom('a', 'b', 'alert'), fc.jsonValue({ maxDepth: 3 }));

describe('whatever the template and the values', () => {
  test('nothing throws, and what is wrong has a place', () => {
    fc.assert(
      fc.property(texts, values, (text, variables) => {
        const result = render(text, variables);
        if (result.ok) expect(result.value.length).toBeLessThanOrEqual(maxTextLength);
        for (const { from = -1, to = -1, line = 0 } of result.diagnostics) {
          expect(from).toBeGreaterThanOrEqual(0);
          expect(to).toBeLessThanOrEqual(text.length);
          expect(line).toBeGreaterThan(0);
        }
      }),
      { numRuns: 3000 },
    );
  });

  test('every function takes any values', () => {
    const given = fc.array(fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constant(undefined), fc.double()), {
      maxLength: 3,
    });
    fc.assert(
      fc.property(fc.constantFrom(...functions.keys()), given, (name, [a, b, c]) => {
        const result = render(`{{ ${name}(a, b, c) }}{{ ${name}() }}`, { a, b, c });
        for (const { code } of result.diagnostics) expect(code).toMatch(/^template-(failed|too-long|too-slow)$/);
      }),
      { numRuns: 3000 },
    );
  });

  test('text without marks stays as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        fc.pre(!/\{[{%#]|\$\{/.test(text));
        expect(render(text)).toMatchObject({ value: text });
      }),
    );
  });
});
