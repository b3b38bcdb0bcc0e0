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
