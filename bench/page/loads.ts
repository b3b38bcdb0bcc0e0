import type { Browser, Page } from 'playwright-core';
import { weigh } from '../../test/browser/support/page-weight.ts';
import { median } from '../support/median.ts';
import { whenTypable } from './in-page.mjs';
import { type Reader, signIn } from './reader.ts';

/** 2 Mbit/s in bytes a second, and what each answer waits for. */
const line = { downloadThroughput: 250_000, uploadThroughput: 250_000, latency: 100 };
const rounds = 5;

/** A page, the field of it that one waits for, and what is wanted of it. */
const pages = [
  { name: 'sign-in', path: '/sign-in', field: 'input[autocomplete=username]', kilobytes: '120', ms: '1500' },
  { name: 'explorer', path: '/explore', field: '[data-query]', kilobytes: '300', ms: '–' },
] as const;

interface Loaded {
  readonly bytes: number;
  /** From the navigation until one can type, and what had come by then. */
  readonly typableMs: number;
  readonly typableBytes: number;
  readonly fetchedMs: number;
}

/** Loads a page over the slow line with an empty cache. */
async function load(page: Page, url: string, field: string): Promise<Loaded> {
  const scale = await weigh(page);
  const { session } = scale;
  await session.send('Network.emulateNetworkConditions', { offline: false, ...line });
  const startedAt = performance.now();
  await page.goto(url, { waitUntil: 'commit' });
  const typableMs = await page.evaluate(whenTypable, field);
  const typableBytes = scale.weight().bytes;
  await page.waitForLoadState('networkidle');
  // The browser waits half a second to call the network idle.
  const fetchedMs = performance.now() - startedAt - 500;
  const { bytes } = scale.weight();
  await session.detach();
  return { bytes, typableMs, typableBytes, fetchedMs };
}

/** Each round has a context of its own, and with it connections and a cache of its own. */
async function loadRounds(browser: Browser, reader: Reader, path: string, field: string): Promise<Loaded> {
  const loads: Loaded[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const context = await browser.newContext({ locale: 'en', viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    if (path !== '/sign-in') await signIn(page, reader);
    loads.push(await load(page, reader.url + path, field));
    await context.close();
  }
  return {
    bytes: median(loads.map(({ bytes }) => bytes)),
    typableMs: median(loads.map(({ typableMs }) => typableMs)),
    typableBytes: median(loads.map(({ typableBytes }) => typableBytes)),
    fetchedMs: median(loads.map(({ fetchedMs }) => fetchedMs)),
  };
}

/**
 * What pages weigh over the wire, and when one can type into them on a slow line: no sooner than their bytes by then have passed it (`line
 * ms`), and each answer that had to be there before the next was asked for adds the latency.
 */
export async function benchLoads(browser: Browser, reader: Reader): Promise<void> {
  const row = ([name = '', ...cells]: readonly string[]): void =>
    void process.stdout.write(`${name.padEnd(12)}${cells.map((cell) => cell.padStart(12)).join('')}\n`);
  row(['page', 'kB', 'wanted', 'typable ms', 'wanted', 'kB by then', 'line ms', 'fetched ms']);
  for (const { name, path, field, kilobytes, ms } of pages) {
    const { bytes, typableMs, typableBytes, fetchedMs } = await loadRounds(browser, reader, path, field);
    row([
      name,
      (bytes / 1000).toFixed(1),
      kilobytes,
      typableMs.toFixed(0),
      ms,
      (typableBytes / 1000).toFixed(1),
      ((typableBytes / line.downloadThroughput) * 1000).toFixed(0),
      fetchedMs.toFixed(0),
    ]);
  }
}
