import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectWhole } from './support/expect-sound.ts';
import { looksAt } from './support/looks.ts';
import { createStage } from './support/stage.ts';

const reason = 'the disk of the data folder has 1.2 GB left, of 50 GB; events are taken again when there are 2 GB';

const stage = createStage();

/** As the server says it when its disk is full and a part of the store was found damaged. */
async function inTrouble(page: Page): Promise<void> {
  await page.route('**/api/v1/status', async (route) => {
    const response = await route.fetch({ timeout: 0 });
    const status = (await response.json()) as object;
    const trouble = { refusing: { reason }, integrity: { missingParts: 2, missingEvents: 1100 } };
    await route.fulfill({ response, json: { ...status, ...trouble } });
  });
}

describe.each([390, 1280])('health, %i pixels wide', (width) => {
  it.concurrent.each(looksAt(width))('says what is wrong above every page in %s, %s', async (language, scheme) => {
    const { page, problems } = await stage.signedIn(width, language, scheme);
    await inTrouble(page);
    for (const path of ['/health', '/clusters']) {
      await page.goto(stage.server.url + path);
      const banners = page.getByRole('alert');
      await banners.filter({ hasText: '1,100' }).waitFor();
      await banners.filter({ hasText: reason }).waitFor();
      await expectWhole(page);
      // A banner that is not told from the page's own text is none.
      const grounds = await banners.evaluateAll((all) => all.map((one) => getComputedStyle(one).backgroundColor));
      expect(grounds).toHaveLength(2);
      expect(grounds).not.toContain('rgba(0, 0, 0, 0)');
    }
    expect(problems).toEqual([]);
    await page.context().close();
  });
});

it('lists each cluster with its state', async () => {
  const { page, problems } = await stage.signedIn();
  await page.goto(`${stage.server.url}/health`);
  const clusters = page.getByRole('table', { name: 'Clusters' });
  await clusters.getByRole('row', { name: /prod-eu receiving/ }).waitFor();
  await clusters.getByRole('row', { name: /edge receiving/ }).waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('e');
  await page.waitForURL((url) => url.pathname === '/explore');
  await page.keyboard.press('g');
  await page.keyboard.press('h');
  await page.waitForURL((url) => url.pathname === '/health');
  expect(await page.getByRole('alert').count()).toBe(0);
  expect(problems).toEqual([]);
  await page.context().close();
});

it('the overview opens first, filtered by its address, and the old address leads to it', async () => {
  const { page, problems } = await stage.open();
  await page.goto(stage.server.url);
  await page.locator('input[autocomplete=username]').fill('admin');
  await page.locator('input[autocomplete=current-password]').fill(stage.server.password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Audit overview' }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/');
  await page.goto(`${stage.server.url}/?from=2026-11-20T18:00:00.000Z&to=2026-11-20T18:10:00.000Z`);
  await page.locator('[data-panel=operations]').getByText('4,249').waitFor();
  await page.goto(`${stage.server.url}/overview`);
  await page.waitForURL((url) => url.pathname === '/');
  await page.getByRole('navigation').getByRole('link', { name: 'Health' }).click();
  await page.waitForURL((url) => url.pathname === '/health');
  await page.keyboard.press('g');
  await page.keyboard.press('o');
  await page.waitForURL((url) => url.pathname === '/');
  expect(problems).toEqual([]);
  await page.context().close();
});
