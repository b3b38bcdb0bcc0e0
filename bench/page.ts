import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../test/browser/support/browser.ts';
import { weigh } from '../test/browser/support/page-weight.ts';
import { startServer, type TestServer } from '../test/browser/support/server.ts';

/** 2 Mbit/s in bytes a second, and what each answer waits for. */
const line = { downloadThroughput: 250_000, uploadThroughput: 250_000, latency: 100 };
const rounds = 5;

interface Loaded {
  readonly bytes: number;
  /** Until the page shows something, which at sign-in is the form, and until all is fetched. */
  readonly shownMs: number;
  readonly fetchedMs: number;
}

/** Loads a page over the slow line with an empty cache. */
async function load(page: Page, url: string, shown: string): Promise<Loaded> {
  const scale = await weigh(page);
  const { session } = scale;
  await session.send('Network.emulateNetworkConditions', { offline: false, ...line });
  const startedAt = performance.now();
  await page.goto(url);
  await page.locator(shown).first().waitFor();
  const shownMs = performance.now() - startedAt;
  await page.waitForLoadState('networkidle');
  // The browser waits half a second to call the network idle.
  const fetchedMs = performance.now() - startedAt - 500;
  const { bytes } = scale.weight();
  await session.detach();
  return { bytes, shownMs, fetchedMs };
}

async function median(browser: Browser, server: TestServer, path: string, shown: string): Promise<Loaded> {
  const loads: Loaded[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const context = await browser.newContext({ locale: 'en', viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    if (path !== '/sign-in') await signIn(page, server);
    loads.push(await load(page, server.url + path, shown));
    await context.close();
  }
  const middle = (of: (loaded: Loaded) => number): number => loads.map(of).toSorted((a, b) => a - b)[rounds >> 1] ?? 0;
  return {
    bytes: middle(({ bytes }) => bytes),
    shownMs: middle(({ shownMs }) => shownMs),
    fetchedMs: middle(({ fetchedMs }) => fetchedMs),
  };
}

async function signIn(page: Page, { url, password }: TestServer): Promise<void> {
  await page.goto(`${url}/sign-in?next=%2Fhealth`);
  await page.locator('input[autocomplete=username]').fill('admin');
  await page.locator('input[autocomplete=current-password]').fill(password);
  await page.keyboard.press('Enter');
  await page.waitForURL(({ pathname }) => pathname === '/health');
}

/** `npm run bench -- page`: what pages weigh over the wire, and when they are there on a slow line. */
export async function benchPage(): Promise<void> {
  const [server, browser] = await Promise.all([startServer(), launchBrowser()]);
  const row = (cells: readonly string[]): void =>
    void process.stdout.write(
      `${(cells[0] ?? '').padEnd(12)}${cells
        .slice(1)
        .map((cell) => cell.padStart(12))
        .join('')}\n`,
    );
  try {
    row(['page', 'kB', 'wanted', 'shown ms', 'wanted', 'fetched ms']);
    const signedOut = await median(browser, server, '/sign-in', 'form');
    const explorer = await median(browser, server, '/explore', '[data-query]');
    for (const [name, { bytes, shownMs, fetchedMs }, kilobytes, ms] of [
      ['sign-in', signedOut, '120', '1500'],
      ['explorer', explorer, '300', '–'],
    ] as const)
      row([name, (bytes / 1000).toFixed(1), kilobytes, shownMs.toFixed(0), ms, fetchedMs.toFixed(0)]);
  } finally {
    await browser.close();
    await server.stop();
  }
}
