// What the files of content/alerts promise their readers. That they find what they say is tested where there is an engine.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { detectionNeeds } from '../policy/coverage/index.ts';
import { compileQuery } from '../query/index.ts';
import { compileRule, tellsRequests, withRequestColumns } from './evaluate/index.ts';
import type { Text } from './form.ts';
import { builtInFiles } from './testkit/built-in.ts';

const rules = builtInFiles().map(({ rule }) => rule);
const languages = ['en', 'ja', 'zh-CN'];
const context = {
  range: { fromMicros: 0, toMicros: 1_000_000 },
  scope: { clusterIds: ['c'], namespaces: null, bodies: true },
  clusters: [],
  timeZone: 'UTC',
  nowMicros: 0,
};

function languagesOf(text: Text | undefined): readonly string[] {
  return typeof text === 'object' ? Object.keys(text).toSorted() : [];
}

it.each(builtInFiles())('$file is called as its rule, and nothing is wrong with it', ({ file, rule, diagnostics }) => {
  expect(file).toBe(`${rule.name}.yaml`);
  expect(diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([]);
  expect(compileRule(rule)).toMatchObject({ ok: true, diagnostics: [] });
});

describe.each(rules.map((rule) => [rule.name, rule] as const))('%s', (_name, rule) => {
  it('has its texts in three languages', () => {
    const { title, desc } = rule.annotations ?? {};
    for (const text of [rule.displayName, rule.description, title, desc]) expect(languagesOf(text)).toEqual(languages);
  });

  it('compiles, and names only columns that its statement gives', () => {
    const compiled = compileQuery(rule.query ?? '', context);
    expect(compiled).toMatchObject({ ok: true, diagnostics: [] });
    const columns = compiled.ok ? compiled.value.columns.map(({ name }) => name) : [];
    const texts = Object.values(rule.annotations ?? {}).flatMap((text) =>
      typeof text === 'object' ? Object.values(text) : text,
    );
    const named = texts.flatMap((text) => [...text.matchAll(/\$\{([^}]*)\}/g)].map(([, name = '']) => name));
    expect(columns).toEqual(expect.arrayContaining([...named, ...(rule.groupBy ?? [])]));
  });

  it('tells a request with an audit id that was used before from the first', () => {
    const found = compileRule(rule);
    if (!found.ok || !found.value.isOncePerGroup) return;
    const widened = compileQuery(withRequestColumns(rule.query ?? '') ?? '', context);
    const columns = widened.ok ? widened : compileQuery(rule.query ?? '', context);
    expect(columns.ok && tellsRequests(columns.value.columns.map(({ name }) => name))).toBe(true);
  });

  it('has an example that fires, one that is silent, and a near miss', () => {
    const tests = rule.tests ?? [];
    const silent = tests.filter((test) => test.expect.length === 0);
    expect(tests.some((test) => test.expect.length > 0)).toBe(true);
    expect(silent.some(({ name }) => name.startsWith('near miss'))).toBe(true);
    expect(silent.some(({ name }) => !name.startsWith('near miss'))).toBe(true);
  });

  it('says what has to be logged for it in words that the policies are judged by', () => {
    const needs = (rule.tags ?? []).filter((tag) => tag.startsWith('needs:')).map((tag) => tag.slice('needs:'.length));
    expect(detectionNeeds.map(({ id }) => id)).toEqual(expect.arrayContaining(needs));
  });
});

it('has the detections that were asked for', () => {
  const numbers = [6, 7, 8, 10, 14, 16, 17, 22, 44, 46, 55, 61, 62, 66, 68, 70, 77, 84, 85, 106, 110, 113];
  const tags = rules.flatMap((rule) => rule.tags ?? []);
  expect(tags).toEqual(expect.arrayContaining(numbers.map((number) => `detection-${number}`)));
});

it("has ACK's statements as they are published", () => {
  const text = readFileSync(new URL('../query/corpus/published.yaml', import.meta.url), 'utf8');
  const published: Readonly<Record<string, string>> = parse(text);
  const statementOf = (name: string) => rules.find((rule) => rule.name === name)?.query;
  const unchanged = {
    'ack-exec-example': 'exec',
    'ack-internet-access-example': 'internet access',
    'ack-resource-deleted': 'at_delete',
    'ack-node-tainted': 'at_taint',
    'ack-node-labelled': 'at_label',
    'ack-node-cordoned': 'at_cordon_uncordon',
    'ack-pod-evicted': 'at_drain_eviction',
    'ack-resource-updated': 'at_update',
    'ack-internet-login': 'at_internet_login',
  };
  for (const [name, id] of Object.entries(unchanged)) expect([name, statementOf(name)]).toEqual([name, published[id]]);
});
