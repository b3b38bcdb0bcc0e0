import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertLines, startTestEngine, type TestEngine } from '../../store/testkit.ts';
import { printSql } from '../types/print-node.ts';
import { compileSearch } from './compile.ts';
import { parseSearch } from './parse.ts';
import { recordedLines } from './testkit/recordings.ts';

const noSystem =
  'NOT user.username: node NOT user.username: serviceaccount NOT user.username: apiserver NOT user.username: kube-scheduler NOT user.username: kube-controller-manager';

const counts: Readonly<Record<'ack-v1' | 'modern-v1.36', [search: string, expected: number][]>> = {
  'ack-v1': [
    ['*', 4369],
    ['objectRef.subresource:exec and stage: ResponseStarted', 9],
    ['user.username: mallory', 39],
    ['user.username: "mallory@corp.example" and responseStatus.code: 403', 36],
    ['responseStatus.code in [200 299]', 3912],
    ['objectRef.name: web*', 1201],
    ['not objectRef.resource:*', 876],
    ['annotations.authorization.k8s.io/decision: forbid', 72],
    ['very-crazy-sa or mallory', 53],
    [noSystem, 714],
    ['日本語', 521],
    ['stdin', 6],
  ],
  'modern-v1.36': [
    ['objectRef.subresource: exec and responseStatus.code: 101 and stage: ResponseStarted', 9],
    ['auditID: chosen-by-the-client', 2],
    ['"user.extra.authentication.kubernetes.io/pod-name": db', 7],
    ['annotations.pod-security.kubernetes.io/audit-violations:*', 16],
    ['sourceIPs: 203.0.113.9', 1],
    ['stdin', 8],
  ],
};

/** What a search counts among the events of one cluster. */
async function count(engine: TestEngine, cluster: string, search: string): Promise<number> {
  const parsed = parseSearch(search);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
  const { condition, diagnostics } = compileSearch(parsed.value, { clusters: [] });
  const { text, parameters } = printSql(condition);
  expect(diagnostics).toEqual([]);
  const sql = `SELECT count() FROM events WHERE cluster_id = '${cluster}' AND (${text})`;
  const { rows } = await engine.rows(sql, { parameters });
  return Number(rows[0]?.[0]);
}

describe('searches over recorded logs', () => {
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await startTestEngine();
    for (const recording of ['ack-v1', 'modern-v1.36'] as const) {
      await insertLines(engine, recording, recordedLines(recording));
    }
  });
  afterAll(() => engine.close());

  for (const recording of ['ack-v1', 'modern-v1.36'] as const) {
    it.each(counts[recording])(`${recording}: %s finds %d`, async (search, expected) => {
      expect(await count(engine, recording, search)).toBe(expected);
    });
  }
});
