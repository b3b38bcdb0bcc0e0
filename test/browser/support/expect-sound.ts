import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { accessibilityViolations, clippedTexts, missingTranslations } from './inspect.ts';
import { isEveryLook } from './looks.ts';

const keys = localeKeys();

/** Waits until the page stands still, then holds it to what holds everywhere: translated, nothing cut off, accessible. */
export async function expectSound(page: Page): Promise<void> {
  await expectWhole(page);
  if (!isEveryLook) expect(await accessibilityViolations(page)).toEqual([]);
}

/** The same for one of the looks of a page, which accessible.test.ts has axe judge: that is done here where every look is asked for. */
export async function expectWhole(page: Page): Promise<void> {
  await settle(page);
  expect(await missingTranslations(page, keys)).toEqual([]);
  expect(await clippedTexts(page)).toEqual([]);
  if (isEveryLook) expect(await accessibilityViolations(page)).toEqual([]);
}

/** Waits until the page is there, and nothing in it is loading, dimmed or hovering. */
async function settle(page: Page): Promise<void> {
  await page.mouse.move((page.viewportSize()?.width ?? 0) / 2, 30);
  await page.waitForLoadState('networkidle');
  await page.waitForFunction(
    () =>
      document.querySelector('main') &&
      document.querySelector('h1') &&
      !document.querySelector('[aria-busy="true"], [data-stale], [role="tooltip"], [role="menu"]'),
  );
}

function localeKeys(): readonly string[] {
  const folder = path.resolve(import.meta.dirname, '../../../web/src/lib/i18n/locales/en');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => flatten(JSON.parse(readFileSync(path.join(folder, name), 'utf8')), name.slice(0, -5)));
}

function flatten(node: unknown, prefix: string): readonly string[] {
  if (typeof node !== 'object' || node === null) return [prefix.replace(/_(one|other)$/, '')];
  return Object.entries(node).flatMap(([name, value]) => flatten(value, `${prefix}.${name}`));
}
