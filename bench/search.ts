import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type * as query from '../src/query/index.ts';
import type * as eventSearch from '../src/store/event-search.ts';
import { startTestEngine, type TestEngine } from '../src/store/testkit.ts';
import { fill, first, rate } from './support/fill.ts';
import { loadModule } from './support/load-module.ts';
import { type Known, searches } from './support/searches.ts';

const limits = { seconds: 55, memoryBytes: 4 << 30, threads: 2 };
const pageSize = 100;

async function findKnown(engine: TestEngine): Promise<Known> {
  const { rows } = await engine.rows(
    `SELECT anyIf(user_username, user_username LIKE '%@%'), anyIf(object_name, object_subresource = 'exec'), toString(any(audit_id))
     FROM (SELECT * FROM events LIMIT 200000)`,
  );
  const [user, pod, auditId] = rows[0] ?? [];
  return { user: String(user), pod: String(pod), auditId: String(auditId) };
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 4; round += 1) {
    const startedAt = performance.now();
    await work();
    times.push(performance.now() - startedAt);
  }
  return times.slice(1).toSorted((a, b) => a - b)[1] ?? 0;
}

/** `npm run bench -- search [events]`. */
export async function benchSearch(count = 10_000_000): Promise<void> {
  const directory = mkdtempSync(path.join(tmpdir(), 'whodunit-bench-search-'));
  const engine = await startTestEngine();
  try {
    const { compileSearch, parseSearch, printSql } = await loadModule<typeof query>('src/query/index.ts', directory);
    const { createEventSearch } = await loadModule<typeof eventSearch>('src/store/event-search.ts', directory);
    await fill(engine, count);
    const search = createEventSearch(engine, limits);
    const from = first.getTime() * 1000;
    const range = { fromMicros: from, toMicros: from + (count / rate) * 1_000_000 };
    const clusters = [{ id: 'bench', name: 'bench' }];
    const line = (cells: readonly string[]): void =>
      void process.stdout.write(
        `${(cells[0] ?? '').padEnd(28)}${cells
          .slice(1)
          .map((cell) => cell.padStart(11))
          .join('')}\n`,
      );
    line(['search', 'events', 'page ms', 'wanted', 'total ms', 'wanted']);
    for (const { name, query: text, pageMs, totalMs } of searches(await findKnown(engine))) {
      const parsed = parseSearch(text);
      if (!parsed.ok) throw new Error(`${name}: ${JSON.stringify(parsed.diagnostics)}`);
      const { text: condition, parameters } = printSql(compileSearch(parsed.value, { clusters }).condition);
      const scope = { clusterIds: ['bench'], namespaces: null, bodies: true };
      const selection = { condition, parameters, range, scope };
      const total = await search.count(selection);
      const page = await time(() => search.page({ ...selection, order: 'desc', limit: pageSize }));
      const counted = await time(() => search.count(selection));
      line([name, String(total), page.toFixed(0), String(pageMs), counted.toFixed(0), String(totalMs)]);
    }
  } finally {
    await engine.close();
    rmSync(directory, { recursive: true, force: true });
  }
}
