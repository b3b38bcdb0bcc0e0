import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type * as query from '../src/query/index.ts';
import type * as eventSearch from '../src/store/event-search.ts';
import { startTestEngine, type TestEngine } from '../src/store/testkit.ts';
import { fill, first, rate } from './support/fill.ts';
import { loadModule } from './support/load-module.ts';

/** What a page and a total may take, in milliseconds. */
interface NamedSearch {
  readonly name: string;
  readonly query: string;
  readonly pageMs: number;
  readonly totalMs: number;
}

/** A person, a pod and an audit id that are in the data. */
interface Known {
  readonly user: string;
  readonly pod: string;
  readonly auditId: string;
}

const limits = { seconds: 55, memoryBytes: 4 << 30, threads: 2 };
const pageSize = 100;

/** On columns and rare words: 500 ms; the newest of a user: 100 ms; a common word: its first page 500 ms, its total 3 s. */
function searches({ user, pod, auditId }: Known): readonly NamedSearch[] {
  const quick = { pageMs: 500, totalMs: 500 };
  const common = { pageMs: 500, totalMs: 3000 };
  return [
    { name: 'everything', query: '*', ...quick },
    { name: 'newest of a user', query: `user.username: "${user}"`, pageMs: 100, totalMs: 500 },
    { name: 'pods that were made', query: 'verb: create and objectRef.resource: pods', ...quick },
    { name: 'refused', query: 'responseStatus.code in [401 403]', ...quick },
    {
      name: 'a namespace and a resource',
      query: 'objectRef.namespace: shop-prod and objectRef.resource: pods',
      ...quick,
    },
    { name: 'commands in containers', query: 'objectRef.subresource: exec', ...quick },
    { name: 'what people did', query: 'not user.username: system', ...quick },
    { name: 'rare word: a pod', query: pod, ...quick },
    { name: 'rare word: an audit id', query: auditId, ...quick },
    { name: 'rare phrase in a body', query: `requestObject.metadata.name: "${pod}"`, ...quick },
    { name: 'common word', query: 'kubelet', ...common },
    { name: 'wildcard', query: 'objectRef.name: web*', ...common },
  ];
}

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
