import axe, { type RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

/** Every accessibility violation that axe finds (WCAG 2.2 A and AA, best practices), as lines. */
export function accessibilityViolations(page: Page): Promise<readonly string[]> {
  return violations(page, {});
}

/** Those of colours alone: nothing else that axe looks at depends on the colour scheme. */
export function colorViolations(page: Page): Promise<readonly string[]> {
  return violations(page, { runOnly: ['color-contrast', 'link-in-text-block'] });
}

async function violations(page: Page, options: RunOptions): Promise<readonly string[]> {
  if (await page.evaluate(() => !('axe' in globalThis))) await page.evaluate(axe.source);
  const asked = JSON.stringify({ resultTypes: ['violations'], ...options });
  const result = await page.evaluate<AxeResult>(`axe.run(document, ${asked})`);
  return result.violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 200)} ${node.failureSummary?.slice(0, 300) ?? ''}`),
  );
}

/** Text that is cut off without an ellipsis, or that widens the page or its content. */
export async function clippedTexts(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    if (document.documentElement.scrollWidth > innerWidth)
      found.push(`the page is ${document.documentElement.scrollWidth} px wide`);
    const content = document.getElementById('content');
    if (content && content.scrollWidth > content.clientWidth + 1)
      found.push(`the content is ${content.scrollWidth} px wide`);
    for (const element of document.querySelectorAll<HTMLElement>('#root *, [data-portal] *')) {
      const own = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
      if (!own || element.closest('.visually-hidden, svg, [class*="skip"]')) continue;
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      if (box.width === 0 || style.visibility === 'hidden') continue;
      const cutsItself =
        style.overflowX !== 'visible' && style.textOverflow !== 'ellipsis' && !/auto|scroll/.test(style.overflowX);
      if (cutsItself && element.scrollWidth > element.clientWidth + 1)
        found.push(`cut: ${element.textContent?.slice(0, 80)}`);
      if (box.right > innerWidth + 1 && !insideScroller(element))
        found.push(`outside: ${element.textContent?.slice(0, 80)}`);
    }
    return found;

    function insideScroller(element: HTMLElement): boolean {
      for (let at = element.parentElement; at; at = at.parentElement)
        if (/auto|scroll|hidden/.test(getComputedStyle(at).overflowX) && at.tagName !== 'BODY') return true;
      return false;
    }
  });
}

/** Texts that look like a key of the strings instead of a string: `explore.run`. */
export async function missingTranslations(page: Page, keys: readonly string[]): Promise<readonly string[]> {
  const text = await page.evaluate(() => {
    const labels = [...document.querySelectorAll('[aria-label], [title], [placeholder]')].flatMap((element) =>
      ['aria-label', 'title', 'placeholder'].map((name) => element.getAttribute(name) ?? ''),
    );
    return [document.body.innerText, ...labels].join('\n');
  });
  // Thousands of keys: those that are nowhere need no expression.
  return keys.filter(
    (key) =>
      text.includes(key) &&
      new RegExp(`(^|[^\\w.])${key.replaceAll('.', String.raw`\.`)}($|[^\\w.:"])`, 'm').test(text),
  );
}
