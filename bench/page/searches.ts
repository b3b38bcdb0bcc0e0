import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page, Request } from 'playwright-core';
import { z } from 'zod';
import { median } from '../support/median.ts';
import { days } from '../support/month-store.ts';
import { type Known, searches } from '../support/searches.ts';
import type { BenchServer } from '../support/server.ts';
import { type Settled, watchParts } from './in-page.mjs';
import { type Reader, signIn } from './reader.ts';

const rounds = 5;
const wantedMs = 1000;
const limitMs = 120_000;
/** The page is calm when it has asked for nothing for so long. */
const calmMs = 1000;

/** What finds something while a part of the page still shows what the search before found. */
const busy = {
  page: '[role=grid][aria-label="Events"][aria-busy=true]',
  histogram: 'section[aria-label="Events over time, by outcome"][aria-busy=true]',
  facets: 'aside[aria-label="Facets"][data-stale]',
};
const parts = ['page', 'histogram', 'facets'] as const;
type Part = (typeof parts)[number];

const ExecAnswer = z.object({
  events: z.tuple([
    z.object({
      auditID: z.string(),
      user: z.object({ username: z.string() }),
      objectRef: z.object({ name: z.string() }),
    }),
  ]),
});

/** A search, how many events the page says it finds, and how long it took in each round. */
interface Found {
  readonly name: string;
  readonly query: string;
  events: string;
  readonly times: Settled<Part>[];
}

/** Of a command in a container, from the middle of the month. */
async function findKnown(server: BenchServer): Promise<Known> {
  const range = { from: `-${days}d`, to: `-${days / 2}d` };
  const answer = await server.api('/api/v1/query', { query: 'objectRef.subresource: exec', ...range, limit: 1 });
  const { auditID, user, objectRef } = ExecAnswer.parse(answer).events[0];
  return { user: user.username, pod: objectRef.name, auditId: auditID };
}

/** Gives what waits until the page is calm: suggestions for what was typed have come, and later pages of events. */
function watchCalm(page: Page): () => Promise<void> {
  const underWay = new Set<Request>();
  let endedAt = 0;
  const end = (request: Request): void => {
    underWay.delete(request);
    endedAt = performance.now();
  };
  page.on('request', (request) => {
    // The page asks about events by POST; what it looks at now and then is no part of a search.
    if (request.method() === 'POST') underWay.add(request);
  });
  page.on('requestfinished', end);
  page.on('requestfailed', end);
  return async () => {
    const from = performance.now();
    while (underWay.size > 0 || performance.now() - Math.max(from, endedAt) < calmMs) await sleep(50);
  };
}

/** An answer that tells of an error settles a part as well. */
function watchErrors(page: Page): readonly string[] {
  const errors: string[] = [];
  page.on('response', (response) => {
    if (response.status() >= 400) errors.push(`${response.status()} ${response.url()}`);
  });
  return errors;
}

/** Opens the explorer on the month, with a page of everything; nothing is hidden, so that each search finds what it finds in the store. */
async function openExplorer(page: Page, { url }: Reader): Promise<void> {
  page.setDefaultTimeout(limitMs);
  await page.goto(`${url}/explore?from=-${days}d&to=now&noise=show`);
  for (const loaded of ['[role=row][id=event-0]', 'section[aria-busy=false]', 'aside button[aria-pressed]'])
    await page.locator(loaded).first().waitFor();
}

/** Types a search over the one that is there, and starts it once the page is calm. */
async function search(page: Page, query: string, calm: () => Promise<void>): Promise<Settled<Part>> {
  await page.locator('[data-query]').click();
  await page.locator('.cm-content[data-query]').waitFor();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(query);
  await calm();
  const watch = await page.evaluateHandle(watchParts<Part>, { busy, query, limitMs });
  await page.keyboard.press('Enter');
  const times = await watch.evaluate(({ settled }) => settled);
  await watch.dispose();
  return times;
}

/** The number of events as the page says it. */
async function shownTotal(page: Page): Promise<string> {
  const text = await page
    .getByRole('status')
    .getByText(/^[\d,]+ events?$/)
    .innerText();
  return text.replace(/ .*/, '').replaceAll(',', '');
}

/** How long a changed search takes from the key to the moment when page, histogram and facets show what it found. */
export async function benchSearches(browser: Browser, server: BenchServer, reader: Reader): Promise<void> {
  const context = await browser.newContext({ locale: 'en', viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await signIn(page, reader);
  const errors = watchErrors(page);
  const calm = watchCalm(page);
  await openExplorer(page, reader);
  const found: Found[] = searches(await findKnown(server)).map(({ name, query }) => ({
    name,
    query,
    events: '',
    times: [],
  }));
  for (let round = 0; round < rounds; round += 1)
    for (const each of found) {
      each.times.push(await search(page, each.query, calm));
      each.events = await shownTotal(page);
      if (errors.length > 0) throw new Error(`${each.name}: ${errors.join(', ')}`);
    }
  await context.close();
  show(found);
}

function show(found: readonly Found[]): void {
  const row = ([name = '', ...cells]: readonly string[]): void =>
    void process.stdout.write(`${name.padEnd(28)}${cells.map((cell) => cell.padStart(14)).join('')}\n`);
  row(['search', 'events', ...parts.map((part) => `${part} ms`), 'settled ms', 'first ms', 'last']);
  const settled = found.map(({ name, events, times }) => {
    const ofParts = parts.map((part) => ({ part, ms: median(times.map((time) => time.parts[part])) }));
    const ofAll = times.map(({ all }) => all);
    const all = median(ofAll);
    const last = ofParts.reduce((late, each) => (each.ms > late.ms ? each : late));
    row([name, events, ...[...ofParts.map(({ ms }) => ms), all, ofAll[0] ?? 0].map((ms) => ms.toFixed(0)), last.part]);
    return all;
  });
  process.stdout.write(
    `a changed search settles in ${median(settled).toFixed(0)} ms, the median (wanted: ${wantedMs})\n`,
  );
}
