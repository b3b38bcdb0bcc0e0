// What a click on a value does: the one menu of all values, and facets.
import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { accessibilityViolations } from './support/inspect.ts';
import { signIn } from './support/open-page.ts';
import { shownQuery } from './support/shown-query.ts';
import { shoot } from './support/screenshot.ts';
import { createStage } from './support/stage.ts';

const range = 'from=2026-11-20T18:00:00.000Z&to=2026-11-20T18:10:00.000Z';

const stage = createStage();

async function explorer(query: string, more = '') {
  const opened = await stage.signedIn();
  await opened.page.goto(`${stage.server.url}/explore?${range}&q=${encodeURIComponent(query)}${more}`);
  return opened;
}

const settled = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => !document.querySelector('[aria-busy="true"], [data-stale]'));

async function queryIs(page: Page, wanted: string): Promise<void> {
  await page.waitForURL((url) => (url.searchParams.get('q') ?? '') === wanted);
  expect(await shownQuery(page)).toBe(wanted);
}

const item = (page: Page, name: string): Locator => page.getByRole('menuitem', { name, exact: true });

it('offers the same for a value in a row, a facet, the open event and an answer, by mouse', async () => {
  const { page, problems } = await explorer('user.username: mallory');
  await page.locator('[role=row][id=event-3]').waitFor();
  await settled(page);

  // A cell of the list: it is made of several values.
  const did = page.locator('#event-0-2');
  await did.hover();
  await did.getByRole('button', { name: 'Menu of these values' }).click();
  await page.getByRole('menuitem', { name: /^verb/ }).click();
  await item(page, 'Only this').waitFor();
  await shoot(page, 'menu-of-cell');
  await item(page, 'Exclude').click();
  const verb = /not verb == "(\w+)"/.exec(decodeURIComponent(page.url()).replaceAll('+', ' '))?.[1] ?? '';
  await queryIs(page, `user.username: mallory and not verb == "${verb}"`);

  // The facet keeps what is excluded, struck out, and brings it back.
  const facets = page.getByRole('complementary', { name: 'Facets' });
  const out = facets.getByRole('button', { name: new RegExp(`^excluded: ${verb}`) });
  await out.waitFor();
  await shoot(page, 'facet-excluded');
  await out.click();
  await queryIs(page, 'user.username: mallory');

  // The open event, also what is derived, and any path of its tree.
  await page.locator('[role=row][id=event-0]').click();
  const drawer = page.getByRole('complementary', { name: 'Event' });
  await drawer.getByRole('tab', { name: 'Tree' }).click();
  await drawer.getByRole('button', { name: 'mallory@corp.example' }).last().click();
  await item(page, 'Page of user mallory@corp.example').waitFor();
  await shoot(page, 'menu-of-tree');
  await item(page, 'Only this').click();
  await queryIs(page, 'user.username == "mallory@corp.example"');
  expect(await drawer.count()).toBe(1);

  // An answer's cells and marks.
  const statement = '* | select verb, count(*) as n group by verb order by n desc';
  await page.goto(`${stage.server.url}/explore?${range}&view=analysis&q=${encodeURIComponent(statement)}`);
  const table = page.getByRole('table', { name: 'Result' });
  const cell = table.getByRole('button', { name: 'watch', exact: true });
  await cell.click();
  await shoot(page, 'menu-of-answer');
  await item(page, 'Exclude').click();
  await queryIs(page, `not verb == "watch" | ${statement.slice(4)}`);
  await cell.waitFor({ state: 'detached' });
  expect(problems).toEqual([]);
  await page.context().close();
});

it('chooses several values of a field, whose siblings stay, and counts any path, remembered', async () => {
  const { page, problems } = await explorer('');
  const facets = page.getByRole('complementary', { name: 'Facets' });
  const value = (name: RegExp) => facets.getByRole('button', { name });
  await value(/^list \d/).click();
  await queryIs(page, 'verb == "list"');
  await value(/^get \d/).click();
  await queryIs(page, 'verb == "list" or verb == "get"');
  await settled(page);
  expect(await value(/^list \d/).getAttribute('aria-pressed')).toBe('true');
  expect(await value(/^create \d/).count()).toBe(1);
  await shoot(page, 'facets-chosen');
  await value(/^list \d/).click();
  await queryIs(page, 'verb == "get"');

  await facets.getByRole('button', { name: 'Add a facet' }).click();
  await page.getByRole('textbox', { name: /^A field, or a path/ }).fill('responseStatus.reason');
  await page.keyboard.press('Enter');
  await facets.getByRole('button', { name: /^responseStatus\.reason/ }).waitFor();
  await page.reload();
  await facets.getByRole('button', { name: /^responseStatus\.reason/ }).waitFor();
  await facets.getByRole('button', { name: '(no value)' }).first().click();
  await queryIs(page, 'verb == "get" and not responseStatus.reason: *');

  // A search within one facet, and more of it, leave the others as they are.
  await page.goto(`${stage.server.url}/explore?${range}&noise=show`);
  const users = facets.locator('section', { has: page.getByRole('heading', { name: /^User \d/ }) });
  await users.getByRole('button', { name: /more$/ }).click();
  await users.getByRole('button', { name: 'Fewer' }).waitFor();
  const groups = facets.locator('section');
  const rows = (of: Locator): Promise<number> => of.locator('[aria-pressed][title]').count();
  expect(await rows(users)).toBeGreaterThan(6);
  expect(await rows(groups.filter({ has: page.getByRole('heading', { name: /^Resource/ }) }))).toBe(6);
  await users.getByRole('heading').hover();
  await users.getByRole('button', { name: 'Search the values of User' }).click();
  await page.keyboard.type('MALLORY');
  await users.getByRole('button', { name: /^mallory/ }).waitFor();
  await page.waitForFunction(
    () => document.querySelectorAll('aside section')[1]?.querySelectorAll('[aria-pressed][title]').length === 1,
  );
  await shoot(page, 'facet-searched');
  expect(await accessibilityViolations(page)).toEqual([]);
  expect(problems).toEqual([]);
  await page.context().close();
});

it('is reached by keyboard from the chosen row', async () => {
  const { page, problems } = await explorer('user.username: mallory');
  await page.locator('[role=row][id=event-3]').waitFor();
  await page.getByRole('grid').focus();
  await page.keyboard.press('j');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('m');
  await item(page, 'Only this').waitFor();
  await shoot(page, 'menu-by-keyboard');
  await page.keyboard.press('Escape');
  expect(await page.getByRole('grid').evaluate((grid) => grid === document.activeElement)).toBe(true);
  await page.keyboard.press('m');
  await item(page, 'Only this').waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => /^user\.username == "[^"]+"$/.test(url.searchParams.get('q') ?? ''));
  expect(problems).toEqual([]);
  await page.context().close();
});

it('looks around a pasted moment, compares with the period before, and puts the oldest first', async () => {
  const { page, problems } = await explorer('user.username: mallory');
  await page.locator('[role=row][id=event-3]').waitFor();
  const firstTime = (): Promise<string> => page.locator('#event-0 time').innerText();
  await settled(page);
  const newest = await firstTime();
  await page.getByRole('button', { name: 'Newest first' }).click();
  await page.waitForURL((url) => url.searchParams.get('order') === 'asc');
  await settled(page);
  expect((await firstTime()) < newest).toBe(true);

  await page.keyboard.press('t');
  await page
    .getByRole('textbox', { name: /^A time, or a log line/ })
    .fill('I1120 18:05:41.208000       1 controller.go:116] synced');
  await shoot(page, 'jump');
  await page.getByRole('button', { name: 'Look around it' }).click();
  await page.waitForURL((url) => url.searchParams.get('at') === '2026-11-20T18:05:41.208Z');
  const search = new URL(page.url()).searchParams;
  expect([search.get('from'), search.get('to')]).toEqual(['2026-11-20T18:00:41.208Z', '2026-11-20T18:10:41.208Z']);
  await page.locator('span', { hasText: 'the moment looked for' }).waitFor();

  await page.getByRole('button', { name: 'Compare with the period before' }).click();
  await page.getByText(/^\d+ now, 0 before$/).waitFor();
  await shoot(page, 'compare');
  await page.goto(
    `${stage.server.url}/explore?from=2026-11-20T18:06:00.000Z&to=2026-11-20T18:07:00.000Z&compare=before&noise=show`,
  );
  await page.getByText(/^[\d,]+ now, [1-9][\d,]* before$/).waitFor();
  await settled(page);
  await shoot(page, 'compare-both');
  expect(await accessibilityViolations(page)).toEqual([]);
  expect(problems).toEqual([]);
  await page.context().close();
});

it('says which columns a chart wants, and draws one that fits', async () => {
  const statement =
    '* | select verb, "user.username", count(*) as n group by verb, "user.username" order by n desc limit 12';
  const { page, problems } = await explorer(statement, '&view=analysis');
  await page.getByRole('table', { name: 'Result' }).waitFor();
  await shoot(page, 'answer');
  await page.getByRole('button', { name: 'Line chart' }).click();
  await page.locator('canvas').first().waitFor();
  await shoot(page, 'lines');
  const narrow = '* | select verb, count(*) as n group by verb order by n desc';
  await page.goto(`${stage.server.url}/explore?${range}&view=analysis&q=${encodeURIComponent(narrow)}&chart=heat`);
  await page.getByText('needs two columns of text and one of numbers').first().waitFor();
  await shoot(page, 'no-fit');
  expect(problems).toEqual([]);
  await page.context().close();
});

it('is reached by touch, 390 pixels wide', async () => {
  const context = await stage.browser.newContext({
    viewport: { width: 390, height: 800 },
    hasTouch: true,
    isMobile: true,
    locale: 'en',
    reducedMotion: 'reduce',
    ignoreHTTPSErrors: true,
  });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  await page.goto(`${stage.server.url}/explore`);
  await signIn(page, stage.server);
  await page.goto(`${stage.server.url}/explore?${range}&q=${encodeURIComponent('user.username: mallory')}`);
  await settled(page);
  await page.locator('[role=row][id=event-0]').tap();
  const drawer = page.getByRole('complementary', { name: 'Event' });
  await drawer.waitFor();
  await settled(page);
  // The sentence names them too, and is there first.
  await drawer.getByRole('button', { name: 'mallory@corp.example' }).nth(1).tap();
  await item(page, 'Exclude').waitFor();
  await shoot(page, 'menu-by-touch');
  await item(page, 'Exclude').tap();
  await queryIs(page, 'user.username: mallory and not user.username == "mallory@corp.example"');
  await context.close();
});
