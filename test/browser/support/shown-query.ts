import type { Page } from 'playwright-core';

/** What the query box shows: a text field until somebody comes to it, an editor from then on. */
export function shownQuery(page: Page): Promise<string> {
  return page
    .locator('[data-query]')
    .evaluate((box: HTMLElement) => (box instanceof HTMLTextAreaElement ? box.value : box.innerText).trim());
}
