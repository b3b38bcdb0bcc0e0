import type { Result } from '../../../base/index.ts';
import { compileQuery, decodeRows, statementSettings } from '../../../query/index.ts';
import { replaceReference } from '../../../store/reference/reference-rows.ts';
import { insertLines, startTestEngine, type TestEngine } from '../../../store/testkit.ts';
import type { Period, Row } from './oracle.ts';
import { ack, countries, modern, onAlibaba } from './recorded-clusters.ts';

/** Starts an engine that holds the known clusters and their countries. */
export async function startRecorded(): Promise<TestEngine> {
  const engine = await startTestEngine();
  for (const { name, lines } of [ack, modern, onAlibaba]) await insertLines(engine, name, lines);
  await replaceReference(
    engine,
    'ip_countries',
    countries.map(({ network, code }) => [network, code, code, code]),
  );
  return engine;
}

/** Runs a query over clusters by name, for a caller who may see everything in them. */
export async function runOver(
  engine: TestEngine,
  { names, period }: { readonly names: readonly string[]; readonly period: Period },
  query: Result<string>,
): Promise<{ readonly columns: readonly string[]; readonly rows: readonly Row[] }> {
  if (!query.ok) throw new Error(JSON.stringify(query.diagnostics));
  const compiled = compileQuery(query.value, {
    range: { fromMicros: period.from * 1000, toMicros: period.to * 1000 },
    scope: { clusterIds: names, namespaces: null, bodies: true },
    clusters: names.map((name) => ({ id: name, name })),
    timeZone: 'UTC',
    nowMicros: period.to * 1000,
  });
  if (!compiled.ok) throw new Error(`${query.value}: ${JSON.stringify(compiled.diagnostics)}`);
  const { sql, parameters, types, columns } = compiled.value;
  const answer = await engine.rows(sql, { parameters, settings: { ...statementSettings, readonly: 1 } });
  const rows = decodeRows(types, answer.rows) as readonly Row[];
  return { columns: columns.map(({ name }) => name), rows };
}
