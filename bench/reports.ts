import { setTimeout as sleep } from 'node:timers/promises';
import { createSemaphore } from '../src/base/index.ts';
import { days, withMonth } from './support/month-store.ts';
import { sendPaced } from './support/paced-load.ts';
import { type BenchServer, startBenchServer } from './support/server.ts';

const reports = ['overview', 'operations', 'operation-details', 'cve'];
const eventsPerSecond = 1000;
const bodyEvents = 100;
/** As many runs as the page asks for at once. */
const requests = 3;
const columnsOfRow = 12;
/** So long the first row has the server to itself, as in the page. */
const headStartMs = 2000;

/** What of the issue is wanted, in milliseconds. */
const wanted = {
  week: { row: 1000, all: 4000 },
  again: { row: undefined, all: 2000 },
  month: { row: 2000, all: 8000 },
};

interface Panel {
  readonly id: string;
  readonly width: number;
}

interface Times {
  readonly row: number;
  readonly all: number;
  readonly slowest: string;
  /** Processor time of server and engine: of a busy machine it says more than the clock. */
  readonly cpu: readonly [number, number];
  readonly failed: readonly string[];
}

/** Panels in the order in which the page asks for them, those of a run together, and how many runs give the first row. */
async function runsOf(
  server: BenchServer,
  report: string,
): Promise<{ runs: readonly (readonly string[])[]; firstRow: number }> {
  const { dashboard, together } = (await server.api(`/api/v1/dashboards/${report}`)) as {
    dashboard: { sections: { panels: Panel[] }[] };
    together: string[][];
  };
  const panels = dashboard.sections.flatMap((section) => section.panels);
  let width = 0;
  const beyond = panels.findIndex((panel) => (width += panel.width) > columnsOfRow);
  const inFirstRow = panels.slice(0, beyond < 0 ? panels.length : Math.max(beyond, 1)).map(({ id }) => id);
  const runs = [...new Set(panels.map(({ id }) => together.find((ids) => ids.includes(id)) ?? id))].map((ids) =>
    [ids].flat(),
  );
  return { runs, firstRow: runs.filter((ids) => ids.some((id) => inFirstRow.includes(id))).length };
}

/** Asks a report as the page does: run by run, the first panels first. */
async function runAsPage(server: BenchServer, report: string, question: object): Promise<Times> {
  const { runs, firstRow } = await runsOf(server, report);
  const places = createSemaphore({ places: requests });
  const before = server.usage();
  const startedAt = performance.now();
  const finished: { id: string; at: number; ms: number; failed: boolean }[] = [];
  const ask = (panels: readonly string[]): Promise<void> =>
    places.run(async () => {
      const from = performance.now();
      const answer = (await server.api(`/api/v1/dashboards/${report}/run`, { ...question, panels })) as {
        panels: { error?: unknown }[];
      };
      const failed = answer.panels.some(({ error }) => error !== undefined);
      const now = performance.now();
      finished.push({
        id: panels.length > 1 ? `${panels[0]} and ${panels.length - 1} more` : `${panels[0]}`,
        at: now - startedAt,
        ms: now - from,
        failed,
      });
    });
  const first = Promise.all(runs.slice(0, firstRow).map(ask)).then(() => performance.now() - startedAt);
  await Promise.race([first, sleep(headStartMs)]);
  const others = runs.slice(firstRow).map(ask);
  const row = await first;
  await Promise.all(others);
  const all = performance.now() - startedAt;
  const after = server.usage();
  const slowest = finished.toSorted((a, b) => b.ms - a.ms).slice(0, 3);
  return {
    row,
    all,
    slowest: slowest.map(({ id, ms }) => `${id} ${ms.toFixed(0)}`).join(', '),
    cpu: [after.server.cpuSeconds - before.server.cpuSeconds, after.engine.cpuSeconds - before.engine.cpuSeconds],
    failed: finished.filter(({ failed }) => failed).map(({ id }) => id),
  };
}

function line(cells: readonly string[]): void {
  const [first = '', second = '', ...others] = cells;
  process.stdout.write(`${first.padEnd(20)}${second.padEnd(26)}${others.map((cell) => cell.padStart(9)).join('')}\n`);
}

function show(report: string, what: string, times: Times, limits: { row: number | undefined; all: number }): void {
  const shown = (limit: number | undefined): string => (limit === undefined ? '-' : String(limit));
  const { row, all, cpu } = times;
  const seconds = cpu.map((one) => one.toFixed(1));
  line([
    report,
    what,
    row.toFixed(0),
    shown(limits.row),
    all.toFixed(0),
    shown(limits.all),
    ...seconds,
    `  ${times.slowest}`,
  ]);
  if (times.failed.length > 0) process.stdout.write(`  FAILED ${times.failed.join(', ')}\n`);
}

/** `npm run bench -- reports [events]`. */
export function benchReports(count = 10_000_000): Promise<void> {
  return withMonth(count, async (data) => {
    line(['report', 'range', 'row ms', 'wanted', 'all ms', 'wanted', 'cpu s', 'engine', '  slowest panels']);
    for (const report of reports) await benchReport(report, data);
  });
}

/** Runs a report, first after a start of the server. */
async function benchReport(report: string, data: string): Promise<void> {
  const server = await startBenchServer({ data });
  const stop = new AbortController();
  const sending = sendPaced(server, { eventsPerSecond, bodyEvents, seed: 2 }, { signal: stop.signal });
  // It is waited for at the end, where its failure counts.
  sending.catch(() => undefined);
  try {
    show(report, 'week, first after start', await runAsPage(server, report, { from: '-7d' }), wanted.week);
    const filters = { namespace: ['shop-prod'] };
    show(report, 'week, another filter', await runAsPage(server, report, { from: '-7d', filters }), wanted.again);
    show(report, 'month', await runAsPage(server, report, { from: `-${days}d` }), wanted.month);
    const usage = server.usage();
    line(['', 'peak MB, server + engine', String(usage.server.peakMb), '', String(usage.engine.peakMb)]);
  } finally {
    stop.abort();
    await sending;
    await server.close();
  }
}
