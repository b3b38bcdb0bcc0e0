import { appendFileSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EngineError } from '../../engine/index.ts';
import { type TestEngine, insertLines, startTestEngine } from '../../store/testkit.ts';
import { decodeRows } from '../clickhouse/decode-rows.ts';
import { explainFailure } from '../clickhouse/failures.ts';
import { statementSettings } from '../clickhouse/settings.ts';
import { compileStatement } from '../clickhouse/statement.ts';
import { type Vector, readVectorEvents, readVectors, sameRows } from './testkit/vectors.ts';

const clusterId = 'c-vectors';
let engine: TestEngine;

beforeAll(async () => {
  engine = await startTestEngine();
  await insertLines(engine, clusterId, readVectorEvents());
});

afterAll(async () => {
  await engine.close();
});

/** Null where the answer is Trino's, else what is different. */
async function difference(vector: Vector): Promise<string | null> {
  // Here a SELECT without FROM reads the log; in Trino, and within parentheses, it is a single row.
  const single = !/(?<!DISTINCT )\bFROM\b/i.test(vector.sql) && !vector.error;
  const compiled = compileStatement(single ? `SELECT * FROM (${vector.sql})` : vector.sql, {
    range: { fromMicros: 0, toMicros: 4_102_444_800_000_000 },
    scope: { clusterIds: [clusterId], namespaces: null, bodies: true },
    clusters: [{ id: clusterId, name: 'vectors' }],
    timeZone: vector.zone ?? 'UTC',
    nowMicros: 1_795_200_000_123_456,
    limits: { defaultRows: 1_000_000, maxRows: 1_000_000 },
  });
  if (!compiled.ok) {
    const message = compiled.diagnostics[0]?.message ?? '';
    return vector.error ? null : `refused: ${message}`;
  }
  const { sql, parameters, columns, types } = compiled.value;
  try {
    const answer = await engine.rows(sql, { parameters, settings: statementSettings });
    const rows = decodeRows(types, answer.rows);
    if (vector.error) {
      if (vector.lax) return null;
      return `answered ${JSON.stringify(rows).slice(0, 300)} instead of ${vector.error.code}`;
    }
    const shape = JSON.stringify(columns);
    if (shape !== JSON.stringify(vector.columns))
      return `columns ${shape} instead of ${JSON.stringify(vector.columns)}`;
    if (sameRows(vector, rows)) return null;
    return `answered ${JSON.stringify(rows).slice(0, 600)} instead of ${JSON.stringify(vector.rows).slice(0, 600)}`;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const diagnostic = explainFailure(compiled.value, error);
    if (vector.error && diagnostic) return null;
    return `engine ${error.code}: ${diagnostic?.message ?? error.message.slice(0, 500)}${process.env['SHOW'] === 'sql' ? `\n    ${sql}` : ''}`;
  }
}

/** The vectors that docs/reference/differences.md lists. */
function knownDifferences(): Set<string> {
  const page = readFileSync(new URL('../../../docs/reference/differences.md', import.meta.url), 'utf8');
  return new Set([...page.matchAll(/^- `([a-z]+\/\S+)`$/gm)].map((match) => match[1] ?? ''));
}

for (const file of ['statements', 'expressions'] as const) {
  test(`Trino's answers: ${file}`, { timeout: 1_200_000 }, async () => {
    const { TOPIC, NAME, OUT } = process.env;
    const vectors = readVectors(file).filter(
      (vector) => (!TOPIC || vector.topic === TOPIC) && (!NAME || vector.name.includes(NAME)),
    );
    const known = knownDifferences();
    const differing = new Set<string>();
    const unexpected: string[] = [];
    const queue = [...vectors];
    // As many at a time as the engine has sessions.
    const work = async () => {
      for (let vector = queue.shift(); vector; vector = queue.shift()) {
        const found = await difference(vector);
        if (found === null) continue;
        differing.add(vector.name);
        if (!known.has(vector.name) || OUT) unexpected.push(`${vector.name}: ${vector.sql}\n    ${found}`);
      }
    };
    await Promise.all([work(), work(), work(), work()]);
    if (OUT) appendFileSync(OUT, `${file}: ${differing.size} of ${vectors.length} differ\n${unexpected.join('\n')}\n`);
    else expect(unexpected).toEqual([]);
    const agreeing = vectors.filter(({ name }) => known.has(name) && !differing.has(name));
    expect(agreeing.map(({ name }) => name)).toEqual([]);
    const counted = vectors.filter((vector) => !vector.sls && !vector.notInSls);
    const wrong = counted.filter(({ name }) => differing.has(name));
    expect(wrong.length).toBeLessThanOrEqual(counted.length * 0.03);
  });
}
