import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { weigh } from './support/page-weight.ts';
import { createStage } from './support/stage.ts';

const range = 'from=2026-11-20T18:00:00.000Z&to=2026-11-20T18:10:00.000Z';

const stage = createStage();

it('sign-in weighs 120 kB at most over the wire', async () => {
  const { page } = await stage.open();
  const scale = await weigh(page);
  await page.reload({ waitUntil: 'networkidle' });
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  const { bytes, files } = scale.weight();
  expect(files.map(({ path }) => path)).toContain('/sign-in');
  expect(bytes, JSON.stringify(files.slice(0, 8))).toBeLessThan(120_000);
  await page.context().close();
});

it('the explorer weighs 300 kB at most; editor and parser of statements come to who edits, charts to who draws one', async () => {
  // Of the three languages Japanese has the heaviest texts.
  const { page, problems } = await stage.signedIn(1280, 'ja');
  const scale = await weigh(page);
  await page.goto(`${stage.server.url}/explore?${range}&q=${encodeURIComponent('verb: get')}`);
  await page.locator('[role=row][id=event-3]').waitFor();
  await page.waitForLoadState('networkidle');
  const { bytes, files } = scale.weight();
  expect(files.length).toBeGreaterThan(10);
  expect(bytes, JSON.stringify(files.slice(0, 12))).toBeLessThan(300_000);

  // What is typed before the editor is there is not lost when it comes.
  const query = page.locator('[data-query]');
  expect(await query.evaluate((element) => element.tagName)).toBe('TEXTAREA');
  const release = await hold(page, '**/assets/query-editor*.js');
  await query.focus();
  await page.keyboard.press('End');
  await page.keyboard.type(' and objectRef.resource:');
  release();
  await page.locator('.cm-content[data-query]').waitFor();
  await page.keyboard.type(' pods');
  expect(await page.locator('[data-query]').innerText()).toBe('verb: get and objectRef.resource: pods');
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.searchParams.get('q') === 'verb: get and objectRef.resource: pods');
  expect(scale.weight().bytes).toBeGreaterThan(bytes + 50_000);
  expect(problems).toEqual([]);
  await page.context().close();
});

it('a menu and a tip come when they are wanted, and give the focus back', async () => {
  const { page, problems } = await stage.signedIn();
  await page.goto(`${stage.server.url}/explore?${range}`);
  await page.locator('[role=row][id=event-3]').waitFor();
  await page.waitForLoadState('networkidle');
  const release = await hold(page, '**/assets/menu-box*.js');
  const language = page.locator('[data-action=language]');
  await language.focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => language.getAttribute('aria-busy')).toBe('true');
  release();
  await page.getByRole('menuitem', { name: '日本語' }).waitFor();
  expect(await language.getAttribute('aria-busy')).toBe(null);
  expect(await page.getByRole('menu', { name: 'Language' }).count()).toBe(1);
  const focused = () => page.evaluate(() => document.activeElement?.textContent);
  await expect.poll(focused).toBe('English');
  await page.keyboard.press('ArrowDown');
  expect(await focused()).toBe('简体中文');
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'detached' });
  await expect.poll(() => language.evaluate((element) => element === document.activeElement)).toBe(true);

  const tip = page.getByRole('tooltip', { name: 'Language' });
  await language.hover();
  await tip.waitFor();
  await page.keyboard.press('Shift');
  await tip.waitFor({ state: 'detached' });
  expect(problems).toEqual([]);
  await page.context().close();
});

/** Keeps a file from the page until what is given back is called. */
async function hold(page: Page, file: string): Promise<() => void> {
  let release = (): void => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(file, async (route) => {
    await held;
    await route.continue();
  });
  return release;
}
