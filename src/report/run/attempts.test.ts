import { expect, test } from 'vitest';
import { ok } from '../../base/index.ts';
import { shareAttempts } from './attempts.ts';
import type { Run } from './question.ts';

const text = { en: 'x', 'zh-CN': 'x', ja: 'x' };
const indicator = (id: string) => ({
  kind: 'CveIndicator' as const,
  id,
  title: text,
  reasoning: text,
  confidence: 'high' as const,
  needs: 'Metadata' as const,
  search: 'objectRef.resource: services',
  where: `"objectRef.name" = '${id}'`,
  fix: text,
  link: 'https://example.org/',
});
const indicators = ['CVE-2020-0001', 'CVE-2020-0002'].map(indicator);
const run: Run = {
  caller: {
    kind: 'local-admin',
    name: 'local-admin',
    since: 0,
    role: 'admin',
    projects: null,
    scope: { clusterIds: null, namespaces: null, bodies: true },
    mustChangePassword: false,
  },
  signal: new AbortController().signal,
  nowMicros: 0,
  range: { fromMicros: 0, toMicros: 1 },
  clusters: [],
  filters: {},
  variables: {},
  language: 'en',
  timeZone: undefined,
};
const rows = [['CVE-2020-0002', 5]];

test('CVEs that search alike ask once, and each has its own rows', async () => {
  const asked: string[] = [];
  const shared = shareAttempts(indicators, run, async (query) => {
    asked.push(query);
    return ok({ columns: [], rows, limited: undefined });
  });
  expect(await shared.get('cve-2020-0001')?.(run.range)).toMatchObject({ value: { rows: [] } });
  expect(await shared.get('cve-2020-0002')?.(run.range)).toMatchObject({ value: { rows } });
  expect(asked).toHaveLength(1);
});

test('a panel with as many rows as there are of one CVE at most says that there may be more', async () => {
  const many = Array.from({ length: 1000 }, () => ['CVE-2020-0002']);
  const shared = shareAttempts(indicators, run, async () => ok({ columns: [], rows: many, limited: undefined }));
  expect(await shared.get('cve-2020-0002')?.(run.range)).toMatchObject({ value: { limited: 1000 } });
  expect(await shared.get('cve-2020-0001')?.(run.range)).toMatchObject({ value: { rows: [], limited: undefined } });
});

test('where the rows of one may have left no room for those of another, each asks by itself', async () => {
  const shared = shareAttempts(indicators, run, async () => ok({ columns: [], rows, limited: 1 }));
  expect(await shared.get('cve-2020-0001')?.(run.range)).toBeUndefined();
});
