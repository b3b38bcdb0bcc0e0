import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../browser/support/browser.ts';

/** The page of a server, somebody signed in. */
export interface PageOfServer {
  /** The text of the latest event that a search shows with a name in it; undefined where none does. */
  search(query: string, name: string): Promise<string | undefined>;
  /** Chooses a value at the left, then goes on typing: gives how the query reads in the end. */
  chooseThenType(value: string, more: string): Promise<string>;
  /** What went wrong in the page. */
  readonly problems: readonly string[];
  close(): Promise<void>;
}

const chosen = 'chosen for the walk-through';

/** Opens the page as somebody does who has just started a server: signs in with the printed password, and chooses one. */
export async function openPage(url: string, password: string): Promise<PageOfServer> {
  const browser: Browser = await launchBrowser();
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
  page.setDefaultTimeout(60_000);
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(`${url}/explore`);
  await page.locator('input[autocomplete=username]').fill('admin');
  await page.locator('input[autocomplete=current-password]').fill(password);
  await page.keyboard.press('Enter');
  const next = page.locator('input[autocomplete=new-password]');
  await next.waitFor();
  await page.locator('input[autocomplete=current-password]').fill(password);
  await next.fill(chosen);
  await page.keyboard.press('Enter');
  const query = page.locator('[data-query]');
  await query.waitFor();
  const shown = async (name: string): Promise<string | undefined> => {
    const row = page.locator('[role=row][id^=event-]', { hasText: name }).first();
    return row.innerText().catch(() => undefined);
  };
  const run = (): Promise<void> => page.getByRole('button', { name: 'Run', exact: true }).click();
  return {
    problems,
    search: async (text, name) => {
      await page.goto(`${url}/explore`);
      await query.click();
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.insertText(text);
      await run();
      await page.waitForURL((at) => at.searchParams.get('q') === text);
      return shown(name);
    },
    chooseThenType: async (value, more) => {
      await page.goto(`${url}/explore`);
      await page.getByRole('complementary').getByRole('button', { name: value }).first().click();
      await page.waitForURL((at) => at.searchParams.has('q'));
      await query.click();
      await page.keyboard.press('ControlOrMeta+End');
      await page.keyboard.insertText(more);
      await run();
      await page.waitForURL((at) => at.searchParams.get('q')?.includes(more) ?? false);
      return query.innerText();
    },
    close: () => browser.close(),
  };
}
