import { readFileSync } from 'node:fs';
import type { Download, Page, Route } from 'playwright-core';
import { expect, it } from 'vitest';
import { expectSound, expectWhole } from './support/expect-sound.ts';
import { looksAt } from './support/looks.ts';
import { clippedTexts } from './support/inspect.ts';
import { shoot, shotPath } from './support/screenshot.ts';
import { createStage } from './support/stage.ts';

const range = 'from=2026-11-20T18:00:00.000Z&to=2026-11-20T18:10:00.000Z';
const reports = ['overview', 'operations', 'operation-details', 'cve'] as const;
const others = [
  'secrets',
  'privileged-changes',
  'failed-requests',
  'service-accounts',
  'noise',
  'user?var.user=mallory@corp.example',
  'object?var.resource=pods',
  'address?var.address=10.0.0.1',
  'namespace?var.namespace=prod',
] as const;

interface PanelsAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
}

/** What the server answered to each question for panels. */
const remembered = new Map<string, Promise<PanelsAnswer>>();

const stage = createStage();

async function visit(page: Page, report: string): Promise<void> {
  await page.goto(`${stage.server.url}/reports/${report}${report.includes('?') ? '&' : '?'}${range}`);
  await answered(page);
}

/** Waits until all panels have answered. */
async function answered(page: Page): Promise<void> {
  await page.locator('[data-panel]').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"], [data-stale]'));
}

/** Has the server asked for panels only what it was not asked before: in every language and colour, a report asks the same. */
async function rememberAnswers(page: Page): Promise<void> {
  await page.route('**/api/v1/dashboards/*/run', async (route) => {
    const question = `${route.request().url()} ${route.request().postData()}`;
    const answer = remembered.get(question) ?? ask(route);
    remembered.set(question, answer);
    await route.fulfill(await answer);
  });
}

async function ask(route: Route): Promise<PanelsAnswer> {
  const response = await route.fetch({ timeout: 0 });
  return {
    status: response.status(),
    contentType: response.headers()['content-type'] ?? '',
    body: await response.body(),
  };
}

const panelOf = (page: Page, id: string) => page.locator(`[data-panel="${id}"]`);

const filterOf = (page: Page, name: string) => page.getByLabel(name, { exact: true }).and(page.locator('input'));

/** Chooses from the menu of a panel, by the keyboard alone. */
async function choose(page: Page, id: string, item: string): Promise<void> {
  await panelOf(page, id)
    .getByRole('button', { name: /^Menu of/ })
    .press('Enter');
  await page.getByRole('menuitem', { name: item, exact: true }).press('Enter');
}

it.concurrent.each(looksAt())(
  'the reports in %s, %s are whole on a phone, a notebook and a large screen',
  async (language, scheme) => {
    const { page, problems } = await stage.signedIn(1280, language, scheme);
    await rememberAnswers(page);
    for (const report of reports) {
      await visit(page, report);
      for (const width of [390, 1280, 1920]) {
        await page.setViewportSize({ width, height: width === 390 ? 844 : 1080 });
        await expectWhole(page);
        await shoot(page, `${report}-${language}-${scheme}-${width}`);
      }
      expect(await page.locator('[data-panel] [role=alert]').allInnerTexts()).toEqual([]);
    }
    expect(problems).toEqual([]);
    await page.context().close();
  },
);

it('has a page for each other question, and lists them all with a search', async () => {
  const { page, problems } = await stage.signedIn();
  for (const report of others) {
    await visit(page, report);
    await expectSound(page);
    expect(await page.locator('[data-panel] [role=alert]').allInnerTexts()).toEqual([]);
    await shoot(page, report.replace(/\?.*/, ''));
  }
  await page.goto(`${stage.server.url}/explore`);
  await page.locator('[data-query]').waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('r');
  await page.getByRole('textbox', { name: 'Search reports' }).fill('secret');
  await page
    .getByRole('main')
    .getByRole('link', { name: /Secret/ })
    .first()
    .waitFor();
  expect(await page.getByRole('link', { name: /^Operation details/ }).count()).toBe(0);
  await expectSound(page);
  expect(problems).toEqual([]);
  await page.context().close();
});

it('filters by what is typed, completed or clicked, and its address holds that', async () => {
  const { page, problems } = await stage.signedIn();
  await visit(page, 'overview');
  const number = panelOf(page, 'operations').getByRole('link');
  const all = await number.innerText();
  await filterOf(page, 'Namespace').fill('kube-s');
  await page.getByRole('option', { name: 'kube-system' }).click();
  await page.waitForURL((url) => url.searchParams.get('namespace') === '["kube-system"]');
  await answered(page);
  expect(await number.innerText()).not.toBe(all);
  await page.reload();
  await answered(page);
  expect(await number.innerText()).not.toBe(all);
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await answered(page);
  expect(await number.innerText()).toBe(all);
  const user = panelOf(page, 'by-user').getByRole('row').nth(1).getByRole('button').first();
  await user.click();
  await page.waitForURL((url) => url.searchParams.has('user'));
  await answered(page);
  expect(await user.getAttribute('aria-pressed')).toBe('true');
  await user.click();
  await page.waitForURL((url) => !url.searchParams.has('user'));
  // No number is a status code that is none; a value with quotes and colons finds nothing and harms nothing.
  const code = filterOf(page, 'Status code');
  await code.fill('x');
  await code.press('Enter');
  expect(new URL(page.url()).searchParams.has('code')).toBe(false);
  await filterOf(page, 'User').fill(`" or user.username: * | '`);
  await filterOf(page, 'User').press('Enter');
  await page.waitForURL((url) => url.searchParams.has('user'));
  await answered(page);
  expect(await number.innerText()).toBe('0');
  expect(await page.locator('[data-panel] [role=alert]').count()).toBe(0);
  expect(problems).toEqual([]);
  await page.context().close();
});

it('fills the screen with a panel, and Escape leaves it', async () => {
  const { page, problems } = await stage.signedIn();
  await visit(page, 'overview');
  await choose(page, 'by-user', 'Full screen');
  const screen = page.getByRole('dialog', { name: 'Operations by user' });
  await screen.getByRole('table').waitFor();
  expect(new URL(page.url()).searchParams.get('panel')).toBe('by-user');
  await shoot(page, 'full-screen');
  await page.keyboard.press('Escape');
  await screen.waitFor({ state: 'detached' });
  expect(new URL(page.url()).searchParams.has('panel')).toBe(false);
  expect(problems).toEqual([]);
  await page.context().close();
});

it('shows the statement of a panel, which finds the same in the explorer', async () => {
  const { page, problems } = await stage.signedIn();
  await visit(page, `overview?namespace=kube-system`);
  const shown = await panelOf(page, 'operations').getByRole('link').innerText();
  await choose(page, 'operations', 'Preview the query statement');
  const statement = page.getByRole('dialog', { name: 'Operations' });
  expect(await statement.locator('pre').innerText()).toContain('objectRef.namespace == ');
  await statement.getByRole('link', { name: 'Open in the explorer' }).click();
  const table = page.getByRole('table', { name: 'Result' });
  await table.getByRole('cell').first().waitFor();
  expect(await table.getByRole('cell').first().innerText()).toBe(shown);
  expect(problems).toEqual([]);
  await page.context().close();
});

it('leads from a row to its events, with Ctrl and from its menu, and to the page of whom it names', async () => {
  const { page, problems } = await stage.signedIn();
  await visit(page, 'overview');
  const row = panelOf(page, 'by-user').getByRole('row').nth(1);
  const counted = (await row.getByRole('cell').nth(1).innerText()).replaceAll(',', '');
  await row
    .getByRole('cell')
    .nth(1)
    .click({ modifiers: ['ControlOrMeta'] });
  await page.waitForURL((url) => url.pathname === '/explore' && url.searchParams.get('noise') === 'show');
  await page.locator('[role=row][id=event-0]').waitFor();
  // A request may have more than one event.
  const events = Number((await page.getByText(/^[\d,]+ events?$/).innerText()).replaceAll(/\D/g, ''));
  expect(events).toBeGreaterThanOrEqual(Number(counted));
  await page.goBack();
  await answered(page);
  await row.getByRole('button', { name: 'What to do with this row' }).press('Enter');
  await page.getByRole('menuitem', { name: /^User page: / }).press('Enter');
  await page.waitForURL((url) => url.pathname === '/reports/user' && url.searchParams.has('var.user'));
  await answered(page);
  expect(problems).toEqual([]);
  await page.context().close();
});

it('gives a panel as CSV, as a picture and as a table', async () => {
  const { page, problems } = await stage.signedIn();
  await visit(page, 'overview');
  const save = async (id: string, item: string): Promise<Download> => {
    const download = page.waitForEvent('download');
    await choose(page, id, item);
    return download;
  };
  const csv = await save('by-user', 'Download CSV');
  expect(csv.suggestedFilename()).toBe('overview-by-user.csv');
  expect(readFileSync(await csv.path(), 'utf8')).toContain('system:');
  const png = await save('over-time', 'Download PNG');
  expect(
    readFileSync(await png.path())
      .subarray(1, 4)
      .toString('latin1'),
  ).toBe('PNG');
  const chart = panelOf(page, 'over-time');
  // Whoever cannot see the picture has its numbers as well.
  expect(await chart.getByRole('table').count()).toBe(1);
  await choose(page, 'over-time', 'Show as table');
  await chart.getByRole('button', { name: 'Succeeded' }).waitFor();
  expect(await chart.locator('canvas').count()).toBe(0);
  await expectSound(page);
  expect(problems).toEqual([]);
  await page.context().close();
});

it('goes on where one panel fails, says why, and tries it again', async () => {
  const { page } = await stage.signedIn();
  let isFailing = true;
  // One run answers for several panels, so one of them fails within an answer.
  await page.route('**/api/v1/dashboards/overview/run', async (route) => {
    const response = await route.fetch({ timeout: 0 });
    const answer = (await response.json()) as { readonly panels: readonly { readonly id: string }[] };
    const failed = { columns: [], rows: [], error: { code: 'too-slow', message: 'the statement took too long' } };
    const panels = answer.panels.map((one) => (isFailing && one.id === 'created' ? { ...one, ...failed } : one));
    return route.fulfill({ response, json: { ...answer, panels } });
  });
  await visit(page, 'overview');
  const panel = panelOf(page, 'created');
  await panel.getByText('the statement took too long').waitFor();
  expect(await page.locator('[data-panel] [role=alert]').count()).toBe(1);
  isFailing = false;
  await panel.getByRole('button', { name: 'Try again' }).click();
  await panel.getByRole('link').waitFor();
  await page.context().close();
});

/** Asks for the report on paper, and waits until it is drawn for it. */
async function preparePrint(page: Page): Promise<void> {
  await page.evaluate(() => {
    globalThis.print = () => document.body.setAttribute('data-printed', '');
  });
  await page.getByRole('button', { name: 'Print or save as PDF' }).click();
  await page.locator('body[data-printed]').waitFor();
}

/** Prints as the browser's dialog does; the number of pages. */
async function printed(page: Page, name: string): Promise<number> {
  const kept = shotPath(`${name}.pdf`);
  const pdf = await page.pdf({
    preferCSSPageSize: true,
    printBackground: true,
    format: 'A4',
    ...(kept === undefined ? {} : { path: kept }),
  });
  // A tree of pages, whose root counts them all.
  const counts = pdf.toString('latin1').matchAll(/\/Type \/Pages\s[^>]*\/Count (\d+)/g);
  return Math.max(...[...counts].map(([, count]) => Number(count)));
}

/** Widths between the margins of papers, in CSS pixels. */
const papers = { A4: 680, Letter: 702, 'A4 across': 1009 } as const;

/** What is wider than where it stands on paper, or lies over what follows it. */
async function paperFaults(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const seen = (selector: string) =>
      [...document.querySelectorAll<HTMLElement>(selector)].filter(
        (element) => element.getClientRects().length > 0 && !element.closest('.visually-hidden'),
      );
    const parts = seen('main :is(canvas, table, ul, td, [class*=foot])');
    const wide = parts.filter((part) => {
      const panel = part.closest('[data-panel]');
      return panel && part.getBoundingClientRect().right > panel.getBoundingClientRect().right + 1;
    });
    const cut = parts.filter((part) => part.tagName !== 'CANVAS' && part.scrollWidth > part.clientWidth + 1);
    const half = seen('[data-panel]:not([data-chart=value])').filter((panel) => panel.offsetWidth < innerWidth - 1);
    const blocks = seen('main :is(section, footer:not([data-panel] *)), main h2:not([data-panel] *)');
    const over = blocks.filter((block, index) => {
      const next = blocks[index + 1];
      return (
        next && !block.contains(next) && next.getBoundingClientRect().top < block.getBoundingClientRect().bottom - 1
      );
    });
    const named = (fault: string, found: readonly Element[]) =>
      found.map(
        (element) =>
          `${fault}: ${element.tagName} of ${element.closest('[data-panel]')?.getAttribute('data-panel') ?? 'the page'}`,
      );
    return [...named('wide', wide), ...named('cut', cut), ...named('half', half), ...named('over', over)];
  });
}

it('is printed with title, range, filters, clusters and who printed it, without controls', async () => {
  const { page, problems } = await stage.signedIn(1280, 'en', 'dark');
  await visit(page, 'overview?user=mallory@corp.example');
  await preparePrint(page);
  // On paper, a report is light whatever the screen is.
  expect(await page.evaluate(() => document.documentElement.dataset['mantineColorScheme'])).toBe('light');
  await page.emulateMedia({ media: 'print' });
  const text = await page.locator('main').innerText();
  for (const said of ['Audit overview', '2026-11-21 02:00', 'Asia/Shanghai', 'mallory@corp.example', 'prod-eu', 'edge'])
    expect(text).toContain(said);
  expect(text).toMatch(/Printed by\s+admin/);
  expect(await page.locator('button[aria-label]:visible').count()).toBe(0);
  await page.emulateMedia({ media: null });
  expect(await printed(page, 'mallory')).toBeGreaterThan(1);
  await page.waitForFunction(() => document.documentElement.dataset['mantineColorScheme'] === 'dark');
  expect(problems).toEqual([]);
  await page.context().close();
});

it.each(reports)('%s has all of its charts, tables and lists on paper, whatever its width', async (report) => {
  const { page, problems } = await stage.signedIn();
  await visit(page, report);
  await preparePrint(page);
  await page.emulateMedia({ media: 'print' });
  for (const [paper, width] of Object.entries(papers)) {
    await page.setViewportSize({ width, height: 990 });
    // What is wider than the paper makes the browser print all of the report smaller.
    expect(await page.evaluate(() => document.documentElement.scrollWidth), paper).toBe(width);
    expect(await clippedTexts(page), paper).toEqual([]);
    expect(await paperFaults(page), paper).toEqual([]);
  }
  // As many pages as what is shown is high, and for each that ends early at most another.
  await page.setViewportSize({ width: papers.A4, height: 990 });
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.emulateMedia({ media: null });
  const pages = await printed(page, report);
  expect(pages).toBeGreaterThanOrEqual(Math.ceil(height / 990));
  expect(pages).toBeLessThanOrEqual(Math.ceil((height / 990) * 1.4) + 1);
  expect(problems).toEqual([]);
  await page.context().close();
});
