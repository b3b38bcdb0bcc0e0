import type { Locator, Page } from 'playwright-core';
import type { Worker } from './hands.ts';

/** No control is farther than so many keys: that would be nowhere. */
const mostSteps = 250;

/** A keyboard alone. */
export const keyboard: Worker = {
  window: { viewport: { width: 1280, height: 800 } },
  hands: (page) => ({
    async press(control, key) {
      await control.waitFor();
      if (key !== undefined) return page.keyboard.press(key);
      await walkTo(page, control);
      await page.keyboard.press(await control.evaluate(pressingKey));
    },
    async write(field, text) {
      await field.waitFor();
      await walkTo(page, field);
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.type(text);
    },
    leave: () => page.keyboard.press('Tab'),
    async search(query) {
      await page.keyboard.press('/');
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.type(query);
      await page.keyboard.press('Enter');
      await page.keyboard.press('Escape');
    },
    async openEvent(place) {
      const row = page.locator(`[role=row][id=event-${place}]`);
      await row.waitFor();
      for (let steps = 0; (await row.getAttribute('aria-selected')) !== 'true'; steps++) {
        if (steps > mostSteps) throw new Error(`j and k do not lead to event ${place}`);
        await page.keyboard.press((await chosenPlace(page)) > place ? 'k' : 'j');
      }
      await page.keyboard.press('Enter');
    },
    pinSearch: () => page.keyboard.press('Shift+Q'),
    async goToCase(name) {
      await page.keyboard.press('ControlOrMeta+k');
      const palette = page.getByRole('combobox');
      await palette.waitFor();
      await walkTo(page, palette);
      await page.keyboard.type(name);
      await page.getByRole('option', { name, selected: true }).waitFor();
      await page.keyboard.press('Enter');
    },
  }),
};

/** Goes to a control as one does without a mouse: by Tab, and within what is one stop for Tab by arrows. */
async function walkTo(page: Page, control: Locator): Promise<void> {
  for (let steps = 0; steps < mostSteps; steps++) {
    const key = await control.evaluate(nextKey);
    if (key === undefined) return;
    await page.keyboard.press(key);
  }
  throw new Error(`the keyboard does not lead to ${String(control)}`);
}

/** Runs in the page. The key that leads nearer to an element; undefined where it has the focus. */
function nextKey(element: Element): string | undefined {
  const wanted = element.closest('label')?.control ?? element;
  if (wanted === document.activeElement) return undefined;
  const group = wanted.closest('[role="menu"], [role="tablist"], [role="radiogroup"]');
  const isInside = group !== null && group !== document.activeElement && group.contains(document.activeElement);
  if (!isInside || (wanted.matches('[role="tab"]') && wanted.matches(':not([tabindex="-1"])'))) return 'Tab';
  return group.matches('[role="menu"]') ? 'ArrowDown' : 'ArrowRight';
}

/** Runs in the page. The key that presses an element. */
function pressingKey(element: Element): string {
  return element.closest('label')?.control?.matches('[type="radio"]') ? 'Space' : 'Enter';
}

async function chosenPlace(page: Page): Promise<number> {
  const chosen = page.locator('[role=row][aria-selected=true]');
  if ((await chosen.count()) === 0) return -1;
  return Number((await chosen.getAttribute('id'))?.replace('event-', ''));
}
