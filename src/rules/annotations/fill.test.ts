import { describe, expect, test } from 'vitest';
import { evaluateRule } from '../evaluate/index.ts';
import { stepInstances } from '../state/index.ts';
import type { Cell } from '../expression/index.ts';
import { answer, compiled, moment } from '../testkit/rule.ts';
import { createFiller, type FilledAnnotations } from './fill.ts';

function filled(
  text: unknown,
  row: Readonly<Record<string, Cell>>,
  members: Readonly<Record<string, unknown>> = {},
): FilledAnnotations {
  return filledAll({ title: text }, [row], members);
}

function filledAll(
  annotations: unknown,
  rows: readonly Readonly<Record<string, Cell>>[],
  members: Readonly<Record<string, unknown>> = {},
): FilledAnnotations {
  const rule = compiled({ annotations, ...members });
  const [change] = stepInstances(rule, [], evaluateRule(rule, [answer(...rows)]), moment(1)).changes;
  if (!change) throw new Error('it does not fire');
  return createFiller(rule)(change);
}

const row = { 'Event ID': 'e-1', user: 'mallory', n: 3, ok: true, nothing: null };

describe('createFiller', () => {
  test.each([
    ['exec by ${user}', 'exec by mallory'],
    ['event ${Event ID}', 'event e-1'],
    ['event ${ Event }', 'event e-1'],
    ['${$0.user}', 'mallory'],
    ['${n} ${ok} "${nothing}"', '3 true ""'],
    ['${__count__} of ${__0_count__}', '1 of 1'],
    ['${alert_name} ${alert_id} ${severity}', 'Exec rule high'],
    ['${env}', 'prod'],
    ['$user $ {user} ${user', '$user $ {user} ${user'],
  ])('%s', (text, expected) => {
    const members = { displayName: { en: 'Exec', ja: '実行' }, severity: 'high', labels: { env: 'prod' } };
    expect(filled(text, row, members)).toEqual({ annotations: { en: { title: expected } }, faults: [] });
  });

  test('each language has its own words', () => {
    const members = { displayName: { en: 'Exec', ja: '実行' } };
    const text = { en: '${alert_name}: ${user}', 'zh-CN': '${alert_name}：${user}', ja: '${alert_name}: ${user}' };
    expect(filled(text, row, members).annotations).toEqual({
      en: { title: 'Exec: mallory' },
      'zh-CN': { title: 'Exec：mallory' },
      ja: { title: '実行: mallory' },
    });
  });

  test('what is missing is left out, and named', () => {
    expect(filled('by ${usr}${toString}${__proto__}.', row)).toEqual({
      annotations: { en: { title: 'by .' } },
      faults: [
        'annotation "title": there is no column "usr"',
        'annotation "title": there is no column "toString"',
        'annotation "title": there is no column "__proto__"',
      ],
    });
  });

  test.each([
    ['{{ user | upper }} ran ${n}', 'MALLORY ran 3'],
    ['{% if __count__ > 1 %}many{% else %}{{ alert.fire_results[0]["Event ID"] }}{% endif %}', 'e-1'],
    ['{% for one in alert.fire_results %}{{ one.user }};{% endfor %}{{ alert.fire_results_count }}', 'mallory;1'],
    [
      '{{ alert.alert_name }} {{ alert_id }} {{ severity | format_severity }} {{ alert.labels.env }}{{ env }}',
      'Exec rule High prodprod',
    ],
    ['{{ alert.fire_time | format_date }}', '1970-01-01 00:01:00'],
    ['{% raw %}{{ user }}{% endraw %} ${user}', '{{ user }} mallory'],
  ])('%s runs', (text, expected) => {
    const members = { displayName: { en: 'Exec', ja: '実行' }, severity: 'high', labels: { env: 'prod' } };
    expect(filled(text, row, members)).toEqual({ annotations: { en: { title: expected } }, faults: [] });
  });

  test.each([
    ['by {{ usr }}${env}.', 'by .', ['there is no column "usr"', 'there is no column "env"']],
    ['${user}: {{ 1 / 0 }} in {{ n }}', 'mallory:  in 3', ['division by zero']],
    ['${user} {{ n', 'mallory {{ n', ['there is no }}']],
    ['${user} {% import "os" %}', 'mallory {% import "os" %}', ['there is no tag "import": expected if, for or raw']],
  ])('%s: what can be filled in is, and the fault named', (text, expected, faults) => {
    expect(filled(text, row)).toEqual({
      annotations: { en: { title: expected } },
      faults: faults.map((fault) => `annotation "title": ${fault}`),
    });
  });

  test('texts that loop end, with what they had until then, and take nothing from the others', () => {
    const loop = '{% for a in [1,2,3,4,5,6,7,8,9,10] %}'.repeat(8) + 'x' + '{% endfor %}'.repeat(8);
    const row = { user: 'mallory', n: 3 };
    const { annotations, faults } = filledAll({ title: `\${user}: ${loop} {{ n }}`, desc: 'by {{ user }}' }, [row]);
    expect(annotations['en']).toEqual({ title: expect.stringMatching(/^mallory: x{500,1250}$/), desc: 'by mallory' });
    expect(faults).toEqual(['annotation "title": it takes more steps than it may: loop over fewer things']);
  });

  test('many that loop end as well', () => {
    const loop = '{% for a in alert.fire_results %}'.repeat(8) + 'x' + '{% endfor %}'.repeat(8);
    const names = Array.from({ length: 15 }, (_, index) => `text-${index}`);
    const rows = Array.from({ length: 10 }, () => ({ user: 'mallory' }));
    const texts = Object.fromEntries(names.map((name) => [name, `{{ user }} ${loop}`]));
    const { annotations, faults } = filledAll(texts, rows);
    expect(faults).toHaveLength(15);
    const lengths = names.map((name) => annotations['en']?.[name]?.length ?? 0);
    expect(lengths.reduce((sum, length) => sum + length, 0)).toBeLessThan(10_000);
    expect(lengths.filter((length) => length > 1000)).toHaveLength(4);
  });

  test('what an attacker chose is text, whatever it looks like', () => {
    const hostile = '${n} {{ 1 }} $& $1';
    expect(filled('by ${user}', { ...row, user: hostile }).annotations['en']?.['title']).toBe(`by ${hostile}`);
  });

  test('a text grows to a limit, which is said', () => {
    const { annotations, faults } = filled('${user}'.repeat(100), { user: 'x'.repeat(5000) });
    expect(annotations['en']?.['title']?.length).toBe(16_384);
    expect(faults).toEqual(['annotation "title" is longer than 16384 characters']);
  });

  test('what is over has the labels, and no faults', () => {
    const rule = compiled({ annotations: { title: '${user} ${n}{{ n }}{{ n + 1 }}' }, groupBy: ['user'] });
    const { instances } = stepInstances(rule, [], evaluateRule(rule, [answer(row)]), moment(1));
    const nothing = { columns: ['user', 'n'], rows: [], isCut: false };
    const [change] = stepInstances(rule, instances, evaluateRule(rule, [nothing]), moment(2)).changes;
    expect(change?.kind).toBe('resolved');
    expect(change && createFiller(rule)(change)).toEqual({ annotations: { en: { title: 'mallory ' } }, faults: [] });
  });
});

describe('whatever a rule says, and of however many alerts', () => {
  test('the texts of one alert have a bound together', () => {
    const annotations = Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [`a${index}`, '${user}'.repeat(100)]),
    );
    const rule = compiled({ annotations });
    const rows = answer({ user: 'x'.repeat(1024) });
    const [change] = stepInstances(rule, [], evaluateRule(rule, [rows]), moment(1)).changes;
    const found = change && createFiller(rule)(change);
    const lengths = Object.values(found?.annotations['en'] ?? {}).map((text) => text.length);
    expect([lengths.length, lengths.reduce((sum, length) => sum + length, 0)]).toEqual([50, 256 << 10]);
  });

  test('the texts of all alerts of an evaluation take a bounded number of steps, and what is beyond says so', () => {
    const languages = Object.fromEntries(
      Array.from({ length: 400 }, (_, index) => [
        `x${'abcdefghijklmnopqrst'[index % 20]}-${index}`,
        '${a}'.repeat(200),
      ]),
    );
    const rule = compiled({ annotations: { title: languages }, groupBy: ['a'] });
    const rows = answer(...Array.from({ length: 1000 }, (_, index) => ({ a: String(index) })));
    const fill = createFiller(rule);
    const found = stepInstances(rule, [], evaluateRule(rule, [rows]), moment(1)).changes.map((change) => fill(change));
    expect(Object.keys(found[0]?.annotations ?? {})).toHaveLength(400);
    expect(found.at(-1)).toEqual({
      annotations: {},
      faults: ['the texts are too long to be filled in for so many alerts'],
    });
  });
});
