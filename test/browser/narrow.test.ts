import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { expectSound } from './support/expect-sound.ts';
import { hostileEvent } from './support/hostile-event.ts';
import { clippedTexts } from './support/inspect.ts';
import { signIn } from './support/open-page.ts';
import { createStage } from './support/stage.ts';

const range = 'from=2026-11-20T18:00:00.000Z&to=2026-11-20T18:10:00.000Z';
const statement = encodeURIComponent(
  '* | select verb, user.username, objectRef.resource, count(*) as n group by verb, user.username, objectRef.resource order by n desc',
);
const pages = [
  `explore?${range}`,
  `explore?${range}&view=analysis&q=${statement}`,
  '',
  'reports',
  'alerts/inbox',
  'alerts/rules',
  'alerts/channels',
  'alerts/new',
  'policy',
  'clusters',
  'clusters/edge',
  'clusters/edge/setup',
  'destinations',
  'destinations/new',
  'health',
  'settings/users',
  'settings/activity',
  'settings/appearance',
] as const;

const places: Readonly<Record<string, string>> = { en: 'Places', ja: 'ナビゲーション' };

const stage = createStage({ prepare: (server) => server.ingest('prod-eu', hostileEvent()) });

// A window of 1280 × 800 at 200 % is one of 640 × 400.
it.each([
  [320, 640, 'ja'],
  [640, 400, 'en'],
])('no page is cut off or scrolls sideways at %i × %i', async (width, height, language) => {
  const { page, problems } = await stage.open(width, language);
  await page.setViewportSize({ width, height });
  await signIn(page, stage.server);
  for (const path of pages) {
    await page.goto(`${stage.server.url}/${path}`);
    await page.getByRole('navigation', { name: places[language] ?? '' }).waitFor();
    await page.waitForLoadState('networkidle');
    expect([path, ...(await clippedTexts(page))]).toEqual([path]);
  }
  expect(problems).toEqual([]);
  await page.context().close();
});

it('follows a trail by thumb: a sentence, a full screen for its event, facets in a sheet, the places at the foot', async () => {
  const { page, problems } = await stage.open(390);
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, stage.server);
  await page.goto(`${stage.server.url}/explore?${range}&q=${encodeURIComponent('user.username: mallory')}`);
  const row = page.locator('[role=row][id=event-1]');
  await row.getByText('mallory@corp.example').waitFor();
  expect((await row.boundingBox())?.height).toBe(52);
  await expectSound(page);

  await row.click();
  const drawer = page.getByRole('complementary', { name: 'Event' });
  await drawer.getByRole('heading', { name: /^Request/ }).waitFor();
  expect(await drawer.boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 844 });
  await expectSound(page);
  // What it covers is out of the keyboard's way too.
  expect(await page.getByRole('navigation', { name: 'Places' }).isVisible()).toBe(false);
  await page.goBack();
  await drawer.waitFor({ state: 'detached' });

  await page.getByRole('button', { name: 'Facets' }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByText('secrets', { exact: true }).first().waitFor();
  await expectSound(page);
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });

  await page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Clusters' }).click();
  await page.waitForURL(({ pathname }) => pathname === '/clusters');
  await readsAsList(page);
  expect(problems).toEqual([]);
  await page.context().close();
});

/** The head of a column stands beside each value, and a screen reader still meets a table. */
async function readsAsList(page: Page): Promise<void> {
  const table = page.getByRole('table', { name: 'Clusters' });
  const head = await table.getByRole('columnheader').nth(1).textContent();
  const cell = table.getByRole('row').nth(1).getByRole('cell').nth(1);
  expect(await cell.evaluate((element) => getComputedStyle(element, '::before').content)).toBe(`"${head}"`);
}
