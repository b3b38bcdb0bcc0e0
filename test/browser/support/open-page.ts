import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { TestServer } from './server.ts';

/** A page of a browser of its own, and what went wrong in it. */
export interface OpenPage {
  readonly page: Page;
  readonly problems: readonly string[];
}

/** Opens the page at the sign-in, which leads to the explorer. */
export async function openPage(
  browser: Browser,
  server: TestServer,
  width: number,
  language = 'en',
  scheme: 'light' | 'dark' = 'light',
): Promise<OpenPage> {
  const viewport = { width, height: width === 1280 ? 800 : 1080 };
  return openIn(browser, server, { viewport, locale: language, colorScheme: scheme });
}

/** The same in a window of any kind, such as a phone's. */
export async function openIn(browser: Browser, server: TestServer, window: BrowserContextOptions): Promise<OpenPage> {
  const context = await browser.newContext({
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
    // Servers of tests have certificates of their own.
    ignoreHTTPSErrors: true,
    ...window,
  });
  // On a machine that others use as well, what is waited for may take its time.
  context.setDefaultTimeout(180_000);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    // Before sign-in the page asks who is signed in, and is told that nobody is.
    if (message.type() === 'error' && !message.text().includes('401')) problems.push(message.text());
  });
  await page.goto(`${server.url}/explore`);
  await page.locator('input[autocomplete=username]').waitFor();
  return { page, problems };
}

/** Signs in, and waits until what opens then is there. */
export async function signIn(
  page: Page,
  server: TestServer,
  name = 'admin',
  password = server.password,
): Promise<void> {
  await page.locator('input[autocomplete=username]').fill(name);
  await page.locator('input[autocomplete=current-password]').fill(password);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname === '/explore');
  // It is another document, whose keys work once it stands.
  await page.locator('input[autocomplete=username]').waitFor({ state: 'hidden' });
  await page.locator('main').waitFor();
}
