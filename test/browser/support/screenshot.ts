import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';

const folder = path.resolve(import.meta.dirname, '../../../docs/screenshots');
/** `WHODUNIT_SCREENSHOTS=1` writes docs/screenshots anew. */
const isWriting = process.env['WHODUNIT_SCREENSHOTS'] === '1';

/** Keeps what the page shows as a picture of the documentation, where that is asked for. */
export async function screenshot(page: Page, name: string): Promise<void> {
  if (!isWriting) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
}

/** `WHODUNIT_SHOTS=FOLDER` keeps pictures of what the tests look at. */
const shots = process.env['WHODUNIT_SHOTS'];

/** Where a file for whoever looks at what a test looked at is kept, where that is asked for. */
export function shotPath(name: string): string | undefined {
  if (shots === undefined) return undefined;
  mkdirSync(shots, { recursive: true });
  return path.join(shots, name);
}

/** Keeps what the page shows for whoever looks at it after the test, where that is asked for. */
export async function shoot(page: Page, name: string): Promise<void> {
  const target = shotPath(`${name}.png`);
  if (target !== undefined) await page.screenshot({ path: target });
}
