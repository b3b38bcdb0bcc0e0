import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestEngine, type TestEngine } from '../../store/testkit.ts';
import { printSql } from '../types/print-node.ts';
import { buildSearch } from './build.ts';
import { compileSearch } from './compile.ts';
import { compileMatcher } from './matcher.ts';
import { parseSearch } from './parse.ts';
import { printSearch } from './print.ts';
import { insertNumbered } from './testkit/insert.ts';
import { searchedEvents } from './testkit/searched.ts';

/** A value as long as any search was, with what is special elsewhere. */
const long = `a: "b" * ? \\ 'c' 日本語 %_ `.repeat(500).slice(0, 10_000);

function event(members: Record<string, unknown>, index: number): string {
  return JSON.stringify({
    level: 'Request',
    auditID: `00000000-0000-4000-8000-00000000000${index}`,
    stage: 'ResponseComplete',
    requestURI: '/api/v1/x',
    verb: 'create',
    stageTimestamp: '2026-11-20T18:05:19.347836Z',
    ...members,
  });
}

const lines = [
  {
    user: { username: 'kubernetes-admin', groups: ['system:masters', 'a,"b"'], extra: { 'x.y/z': ['one', 'two'] } },
    sourceIPs: ['203.0.113.9', '10.0.0.1'],
    objectRef: { resource: 'pods', namespace: 'kube-system', name: 'web-1', resourceVersion: '12345' },
    responseStatus: { code: 403 },
    annotations: { 'a.b/c': '', 'authorization.k8s.io/reason': 'RBAC: … to User "240112233445566778-1700000000"' },
    requestObject: { spec: { replicas: 3, paused: true, list: ['x', 3, { a: 1 }], text: '{"a":1}', nothing: null } },
    userAgent: long,
  },
  {
    user: { username: 'Kubernetes-admin', groups: ['system'], extra: { 'x.y/z': ['one,two'] } },
    sourceIPs: ['10.0.0.10'],
    objectRef: { resource: 'pods', name: 'web-1 ', resourceVersion: '123456' },
    annotations: { 'a.b/c': long },
    requestObject: { spec: { replicas: '3', list: [['x']], text: { a: 1 }, deep: long } },
    userAgent: `${long}x`,
  },
  { auditID: 'chosen by: the "client"', requestObject: 'a text', responseObject: ['x', 1.5] },
].map(event);

const cases: [search: string, found: number[]][] = [
  ['user.username == kubernetes-admin', [0]],
  ['user.username == "Kubernetes-admin"', [1]],
  ['not user.username == "Kubernetes-admin"', [0, 2]],
  ['user.username == "kubernetes"', []],
  ['user.username == kubernetes*', []],
  ['user.username == kubernetes-admin or user.username == "Kubernetes-admin"', [0, 1]],
  ['objectRef.namespace == kube-system', [0]],
  ['objectRef.namespace == ""', []],
  ['objectRef.name == web-1', [0]],
  ['objectRef.name == "web-1 "', [1]],
  ['objectRef.resourceVersion == 12345', [0]],
  ['responseStatus.code == 403', [0]],
  ['responseStatus.code == "403"', [0]],
  ['user.groups == "system:masters"', [0]],
  [String.raw`user.groups == "a,\"b\""`, [0]],
  ['user.groups == system', [1]],
  ['sourceIPs == 10.0.0.1', [0]],
  ['sourceIPs == "[\\"10.0.0.10\\"]"', []],
  ['user.extra.x.y/z == two', [0]],
  ['user.extra.x.y/z == "one,two"', [1]],
  ['annotations.a.b/c == ""', [0]],
  ['annotations.a.b/d == ""', []],
  ['annotations == ""', []],
  ['derived.ramUid == 240112233445566778', [0]],
  ['derived.ramUid == 2401122', []],
  ['user.username == x or derived.ramUid == 240112233445566778', [0]],
  ['requestObject.spec.replicas == 3', [0, 1]],
  ['requestObject.spec.replicas == 3.0', []],
  ['requestObject.spec.paused == true', [0]],
  ['requestObject.spec.list == x', [0]],
  ['requestObject.spec.list == 3', [0]],
  [String.raw`requestObject.spec.text == "{\"a\":1}"`, [0]],
  ['requestObject.spec.nothing == null', []],
  ['requestObject.spec.nothing == ""', []],
  ['requestObject == "a text"', [2]],
  ['responseObject == x or responseObject == 1.5', [2]],
  ['responseObject == 1.50', []],
  ['auditID == 00000000-0000-4000-8000-000000000001', [1]],
  ['auditID == 00000000-0000-4000-8000-00000000000A', []],
  [String.raw`auditID == "chosen by: the \"client\""`, [2]],
  ['auditID == chosen', []],
  ['stageTimestamp == 2026-11-20T18:05:19.347836Z', [0, 1, 2]],
  ['stageTimestamp == 2026-11-20T18:05:19Z', []],
  ['__cluster__ == equality', [0, 1, 2]],
  ['__cluster__ == equal', []],
  ...(['userAgent', 'annotations.a.b/c', 'requestObject.spec.deep'] as const).flatMap(
    (name): [search: string, found: number[]][] => [
      [printSearch(buildSearch.equals(name, long)), [name === 'userAgent' ? 0 : 1]],
      [printSearch(buildSearch.equals(name, long.toUpperCase())), []],
    ],
  ),
];

describe('== is the whole text, case and all', () => {
  const clusters = [{ id: 'equality', name: 'equality' }];
  const searched = searchedEvents('equality', lines);
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await startTestEngine();
    await insertNumbered(engine, 'equality', lines);
  });
  afterAll(() => engine.close());

  it.each(cases.map(([search, found]) => [search.slice(0, 100), search, found] as const))(
    '%s',
    async (_, search, found) => {
      const parsed = parseSearch(search);
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
      for (const bodies of [true, false]) {
        const { condition, diagnostics } = compileSearch(parsed.value, { clusters, bodies });
        expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
        const { text, parameters } = printSql(condition);
        const from = bodies ? 'events' : '(SELECT *, words, words AS indexed_words FROM events)';
        const { rows } = await engine.rows(
          `SELECT toUnixTimestamp64Micro(received_at) AS n FROM ${from} WHERE ${text} ORDER BY n`,
          { parameters },
        );
        expect(rows.map((row) => Number(row[0]))).toEqual(found);
      }
      const { matches } = compileMatcher(parsed.value, { clusters });
      expect(searched.flatMap((one, index) => (matches(one) ? [index] : []))).toEqual(found);
    },
  );
});
