import type { Locator, Page } from 'playwright-core';
import type { TFunction } from 'i18next';
import type { Hands, Worker } from './hands.ts';

/** A mouse, and a keyboard to write with. */
export const mouse: Worker = {
  window: { viewport: { width: 1280, height: 800 } },
  hands: (page, t) => ({
    ...pointing(page, t, (control) => control.click()),
    async goToCase(name) {
      await page.getByRole('link', { name: t('frame.cases'), exact: true }).click();
      await page.getByRole('link', { name, exact: true }).click();
    },
  }),
};

/** A thumb on a phone, whose keyboard writes and does nothing else. */
export const thumb: Worker = {
  window: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  hands: (page, t) => ({
    ...pointing(page, t, (control) => control.tap()),
    async goToCase(name) {
      await page.getByRole('button', { name: t('frame.more'), exact: true }).tap();
      await page.getByRole('menuitem', { name: t('frame.cases'), exact: true }).tap();
      await page.getByRole('link', { name, exact: true }).tap();
    },
  }),
};

function pointing(page: Page, t: TFunction, press: (control: Locator) => Promise<void>): Omit<Hands, 'goToCase'> {
  async function write(field: Locator, text: string): Promise<void> {
    await press(field);
    await page.keyboard.press('ControlOrMeta+a');
    // Key by key: a text that is put in as a whole brings its looks with it, which the page's policy refuses and reports.
    await page.keyboard.type(text);
  }
  return {
    press,
    write,
    leave: () => press(page.getByRole('heading', { level: 1 })),
    async search(query) {
      // The editor takes the place of a plain field when somebody comes to it.
      await press(page.locator('[data-query]'));
      await page.locator('.cm-content[data-query]').waitFor();
      await write(page.locator('[data-query]'), query);
      await press(page.getByRole('button', { name: t('explore.run'), exact: true }));
    },
    openEvent: (place) => press(page.locator(`[role=row][id=event-${place}]`)),
    async pinSearch() {
      await press(page.locator('[data-action=case]'));
      await press(page.getByRole('menuitem', { name: t('pin.pinSearch'), exact: true }));
    },
  };
}
