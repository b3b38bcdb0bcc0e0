import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { callAs } from './support/api.ts';
import { expectSound, expectWhole } from './support/expect-sound.ts';
import { looksAt } from './support/looks.ts';
import { signIn } from './support/open-page.ts';
import { createStage } from './support/stage.ts';

const range = 'from=2026-11-20T18:00:00.000Z&to=2026-11-20T18:10:00.000Z';

const stage = createStage();

const panel = (id: string, width: number) => ({
  id,
  title: { en: `Panel ${id}`, 'zh-CN': `图表 ${id}`, ja: `パネル ${id}` },
  counts: 'operations',
  chart: 'value',
  statement: '* | select count(*) as n from operations',
  width,
  height: 2,
});

/** A dashboard with panels a, b, c in one section and d in another. */
function dashboard(id: string) {
  return {
    kind: 'Dashboard',
    id,
    title: { en: `Board ${id}`, 'zh-CN': `仪表盘 ${id}`, ja: `ボード ${id}` },
    variables: [{ name: 'verb', title: { en: 'Verb' }, default: 'get' }],
    sections: [
      { panels: ['a', 'b', 'c'].map((name) => panel(name, 3)) },
      { title: { en: 'More' }, panels: [panel('d', 6)] },
    ],
  };
}

/** Keeps a dashboard, and opens it where it is edited. */
async function openEditor(page: Page, id: string): Promise<void> {
  const kept = await callAs(page, 'POST', '/api/v1/dashboards', { dashboard: dashboard(id) });
  expect(kept.status).toBe(200);
  await page.goto(`${stage.server.url}/reports/${id}/edit?${range}`);
  await page.locator('[data-panel=a]').getByText('4,249').waitFor();
}

/** The panels on the page by their ids, section by section. */
async function order(page: Page): Promise<string> {
  const sections = await page
    .locator('[data-section]')
    .evaluateAll((all) =>
      all.map((section) =>
        [...section.querySelectorAll('[data-panel]')].map((one) => one.getAttribute('data-panel')).join(''),
      ),
    );
  return sections.join('|');
}

async function centre(target: Locator, atX = 0.5): Promise<{ x: number; y: number }> {
  const box = await target.boundingBox();
  if (!box) throw new Error('it is not shown');
  return { x: box.x + box.width * atX, y: box.y + box.height / 2 };
}

async function drag(page: Page, from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
}

async function keptPanels(page: Page, id: string): Promise<string> {
  const { body } = await callAs(page, 'GET', `/api/v1/dashboards/${id}`);
  const { sections } = (body as { readonly dashboard: ReturnType<typeof dashboard> }).dashboard;
  return sections.map(({ panels }) => panels.map((one) => `${one.id}${one.width}x${one.height}`).join(' ')).join('|');
}

const opened = async (language = 'en', scheme: 'light' | 'dark' = 'light', width = 1280) => {
  const found = await stage.signedIn(width, language, scheme);
  return found;
};

const handle = (page: Page, id: string): Locator => page.getByRole('button', { name: `Move Panel ${id}`, exact: true });
const save = (page: Page): Locator => page.getByRole('button', { name: 'Save', exact: true });

async function menu(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: 'More for this dashboard' }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

it('moves and resizes panels by mouse and by keyboard, takes edits back, and keeps what is saved', async () => {
  const { page, problems } = await opened();
  await openEditor(page, 'grid');
  expect(await order(page)).toBe('abc|d');

  await drag(page, await centre(handle(page, 'c')), await centre(page.locator('[data-panel=a]'), 0.2));
  expect(await order(page)).toBe('cab|d');
  await drag(page, await centre(handle(page, 'a')), await centre(page.locator('[data-panel=d]'), 0.9));
  expect(await order(page)).toBe('cb|da');

  const corner = page.locator('[data-panel=d] [class*=resize]');
  await corner.scrollIntoViewIfNeeded();
  const from = await centre(corner);
  await drag(page, from, { x: from.x + 200, y: from.y + 92 });

  await handle(page, 'b').focus();
  await page.keyboard.press('ArrowLeft');
  expect(await order(page)).toBe('bc|da');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowDown');
  // In another section it is another element, and has the focus still.
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => document.activeElement?.id === 'handle-b');
  expect(await order(page)).toBe('c|bda');
  await page.getByText('Now at place 1 of section 2').waitFor();
  await page.keyboard.press('Delete');
  expect(await order(page)).toBe('c|da');
  await page.keyboard.press('ControlOrMeta+z');
  expect(await order(page)).toBe('c|bda');

  await save(page).click();
  await page.getByText('Saved', { exact: true }).waitFor();
  expect(await keptPanels(page, 'grid')).toBe('c3x2|b4x3 d8x3 a3x2');
  await page.getByRole('link', { name: 'View', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Board grid' }).waitFor();
  expect(problems).toEqual([]);
  await page.context().close();
});

it('moves a panel by finger, and the page does not scroll under it', async () => {
  const touch = { viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true, locale: 'en' };
  const context = await stage.browser.newContext({ ...touch, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(`${stage.server.url}/explore`);
  await page.locator('input[autocomplete=username]').waitFor();
  await signIn(page, stage.server);
  await openEditor(page, 'finger');
  await handle(page, 'b').scrollIntoViewIfNeeded();
  const from = await centre(handle(page, 'b'));
  const to = await centre(handle(page, 'a'));
  const fingers = await context.newCDPSession(page);
  await fingers.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [from] });
  for (const part of [0.25, 0.5, 0.75, 1]) {
    const touchPoints = [{ x: from.x, y: from.y + (to.y - from.y) * part }];
    await fingers.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints });
  }
  await fingers.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  expect(await order(page)).toBe('bac|d');
  await context.close();
});

it('adds a panel in a form that shows what it gives, and says what is wrong with its statement', async () => {
  const { page, problems } = await opened();
  await openEditor(page, 'form');
  await page.getByRole('button', { name: 'Add panel to Section 2' }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('textbox', { name: 'Title', exact: true }).fill('By verb');
  await form.getByRole('cell', { name: 'deletecollection' }).waitFor();
  await expectSound(page);

  const statement = form.getByRole('textbox', { name: 'Statement' });
  const write = async (text: string): Promise<void> => {
    await statement.click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText(text);
    await page.keyboard.press('Escape');
  };
  await write('* | select nothing_like_it, count(*) as n from operations group by nothing_like_it');
  await form.getByRole('alert').filter({ hasText: 'nothing_like_it' }).first().waitFor();
  await write('verb: ${{verb|get}} | select "user.username" as who, count(*) as n from operations group by who');
  await form.getByRole('cell', { name: 'mallory@corp.example' }).waitFor();
  expect(await form.getByRole('alert').count()).toBe(0);

  await form.getByRole('textbox', { name: 'Title of column: who' }).fill('Who did it');
  await form.getByRole('columnheader', { name: 'Who did it' }).waitFor();
  await form.getByRole('button', { name: 'Add threshold' }).click();
  await form.getByRole('combobox', { name: 'Chart' }).click();
  await page.getByRole('option', { name: 'Bars' }).click();
  await form.locator('canvas').waitFor();
  await form.getByRole('button', { name: 'Add panel' }).click();
  await page.locator('[data-panel=by-verb] canvas').waitFor();
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  expect(await order(page)).toBe('abc|d');
  await page.getByRole('button', { name: 'Redo', exact: true }).click();
  await save(page).click();
  await page.getByText('Saved', { exact: true }).waitFor();
  expect(await keptPanels(page, 'form')).toBe('a3x2 b3x2 c3x2|d6x2 by-verb6x4');
  expect(problems).toEqual([]);
  await page.context().close();
});

it('tells whose version stands in the way of a save, lets it be looked at, and saves over it', async () => {
  const { page, problems } = await opened();
  await openEditor(page, 'conflict');
  const theirs = { ...dashboard('conflict'), title: { en: 'Theirs' } };
  const saved = await callAs(page, 'PUT', '/api/v1/dashboards/conflict', { dashboard: theirs, basedOn: 1 });
  expect(saved.status).toBe(200);
  await page.getByRole('textbox', { name: 'Title', exact: true }).first().fill('Mine');
  await save(page).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Version 2 is by admin').waitFor();
  await expectSound(page);
  await dialog.getByRole('button', { name: 'Look at it' }).click();
  await page.getByText('+  en: Theirs').waitFor();
  await page.keyboard.press('Escape');
  await dialog.getByRole('button', { name: 'Save over it' }).click();
  await page.getByText('Saved', { exact: true }).waitFor();

  await menu(page, 'Versions');
  await page.getByRole('button', { name: 'Version 2' }).click();
  await page.getByText('+  en: Theirs').waitFor();
  await page.getByRole('button', { name: 'Restore this version' }).click();
  await page.getByRole('heading', { level: 1, name: 'Theirs' }).waitFor();
  await save(page).click();
  await page.getByText('Saved', { exact: true }).waitFor();

  const latest = { ...dashboard('conflict'), title: { en: 'Theirs again' } };
  await callAs(page, 'PUT', '/api/v1/dashboards/conflict', { dashboard: latest, basedOn: 4 });
  await page.getByRole('textbox', { name: 'Title', exact: true }).first().fill('Mine again');
  await page.keyboard.press('ControlOrMeta+s');
  await dialog.getByRole('button', { name: 'Drop mine' }).click();
  await page.getByRole('heading', { level: 1, name: 'Theirs again' }).waitFor();
  // The refused save is told by the browser as well.
  expect(problems.filter((problem) => !problem.includes('409'))).toEqual([]);
  await page.context().close();
});

it('asks before changes are lost, and for the id before a dashboard is', async () => {
  const { page, problems } = await opened();
  await openEditor(page, 'leave');
  await page.getByRole('textbox', { name: 'Title', exact: true }).first().fill('Changed');
  await page.getByRole('link', { name: 'Clusters' }).click();
  await page.getByText('Leave without saving?').waitFor();
  await page.getByRole('button', { name: 'Stay' }).click();
  expect(new URL(page.url()).pathname).toBe('/reports/leave/edit');
  await menu(page, 'Discard changes');
  await page.getByText('Saved', { exact: true }).waitFor();
  await menu(page, 'Delete dashboard');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('leave');
  await dialog.getByRole('button', { name: 'Delete dashboard' }).click();
  await page.waitForURL((url) => url.pathname === '/reports');
  expect((await callAs(page, 'GET', '/api/v1/dashboards/leave')).status).toBe(404);
  expect(problems.filter((problem) => !problem.includes('404'))).toEqual([]);
  await page.context().close();
});

it('takes a dashboard in as YAML, says line by line what is wrong with it, and gives it back', async () => {
  const { page, problems } = await opened();
  await page.goto(`${stage.server.url}/reports`);
  await page.getByRole('button', { name: 'Import YAML' }).click();
  const dialog = page.getByRole('dialog');
  const file = [
    'kind: Dashboard # kept as it is written',
    'id: from-a-file',
    'title: {en: From a file}',
    'sections:',
    '  - panels:',
    '      - id: all',
    '        title: {en: All}',
    '        counts: operations',
    '        chart: CHART',
    "        statement: '* | select count(*) as n from operations'",
  ].join('\n');
  const paste = async (text: string): Promise<void> => {
    await dialog.locator('.cm-content').click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText(text);
  };
  await paste(file.replace('CHART', 'radar'));
  await dialog.getByRole('listitem').filter({ hasText: 'line 9' }).waitFor();
  await expectSound(page);
  await paste(file.replace('CHART', 'value'));
  await dialog.getByRole('listitem').waitFor({ state: 'detached' });
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'From a file' }).waitFor();
  const { body } = await callAs(page, 'GET', '/api/v1/dashboards/from-a-file');
  expect((body as { readonly yaml: string }).yaml).toContain('# kept as it is written');

  await page.getByRole('link', { name: 'Edit' }).click();
  await menu(page, 'Dashboard as YAML');
  await dialog.getByText('id: from-a-file').waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Download' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('from-a-file.yaml');
  expect(problems).toEqual([]);
  await page.context().close();
});

it('makes an own dashboard of a built-in one, which itself cannot be changed', async () => {
  const { page, problems } = await opened();
  await page.goto(`${stage.server.url}/reports/overview/edit?${range}`);
  await page.getByText('Audit overview cannot be changed').waitFor();
  await expectSound(page);
  await page.getByRole('button', { name: 'Duplicate' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('My morning');
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname === '/reports/my-morning/edit');
  await page.locator('[data-panel=operations]').waitFor();
  expect(problems).toEqual([]);
  await page.context().close();
});

it('takes a panel of a report into a dashboard, with the variables that it uses', async () => {
  const { page, problems } = await opened();
  await page.goto(`${stage.server.url}/reports/operation-details?${range}`);
  const first = page.locator('[data-panel]').first();
  await first.hover();
  await first.getByRole('button').last().click();
  await page.getByRole('menuitem', { name: 'Add to dashboard' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Title', exact: true }).fill('Of a report');
  await dialog.getByRole('combobox', { name: 'Dashboard', exact: true }).click();
  await page.getByRole('option', { name: 'New dashboard' }).click();
  await dialog.getByRole('textbox', { name: 'Title of the new dashboard' }).fill('Taken');
  await dialog.getByRole('button', { name: 'Add panel' }).click();
  await dialog.getByRole('link', { name: 'Open the dashboard' }).click();
  await page.locator('[data-panel=of-a-report][aria-busy=false]').waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
  const { body } = await callAs(page, 'GET', '/api/v1/dashboards/taken');
  expect((body as { readonly dashboard: ReturnType<typeof dashboard> }).dashboard.variables[0]?.name).toBe('resource');
  expect(problems).toEqual([]);
  await page.context().close();
});

describe('from the explorer', () => {
  it('a statement goes into a new dashboard, and a search into the one that is there', async () => {
    const { page, problems } = await opened();
    const statement = '* | select verb, count(*) as n from operations group by verb order by n desc';
    await page.goto(
      `${stage.server.url}/explore?${range}&view=analysis&chart=bar&q=${encodeURIComponent(statement)}&noise=show`,
    );
    await page.locator('canvas').first().waitFor();
    await page.getByRole('button', { name: 'Add to dashboard' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Title', exact: true }).fill('By verb');
    await dialog.getByRole('combobox', { name: 'Dashboard', exact: true }).click();
    await page.getByRole('option', { name: 'New dashboard' }).click();
    await dialog.getByRole('textbox', { name: 'Title of the new dashboard' }).fill('Collected');
    await expectSound(page);
    await dialog.getByRole('button', { name: 'Add panel' }).click();
    await dialog.getByText('The panel is added.').waitFor();

    await page.goto(`${stage.server.url}/explore?${range}&q=${encodeURIComponent('user.username: mallory')}`);
    await page.getByText('39 events').waitFor();
    await page.getByRole('button', { name: 'Add to dashboard' }).click();
    await dialog.getByRole('textbox', { name: 'Title', exact: true }).fill('What mallory did');
    await dialog.getByRole('combobox', { name: 'Dashboard', exact: true }).click();
    await page.getByRole('option', { name: 'Collected' }).click();
    await dialog.getByRole('button', { name: 'Add panel' }).click();
    await dialog.getByRole('link', { name: 'Open the dashboard' }).click();
    await page.waitForURL((url) => url.pathname === '/reports/collected');
    await page.goto(`${stage.server.url}/reports/collected?${range}`);
    await page.locator('[data-panel=by-verb] canvas').waitFor();
    await page.locator('[data-panel=what-mallory-did]').getByText('mallory@corp.example').first().waitFor();
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('values lead to the pages of what they name, at the same range', async () => {
    const { page, problems } = await opened();
    await page.goto(`${stage.server.url}/explore?${range}&q=${encodeURIComponent('user.username: mallory')}`);
    const read = page.getByRole('row').filter({ hasText: 'secrets/db-a' }).first();
    await read.click();
    const links = page.getByRole('navigation', { name: 'Pages of what this event names' });
    await links.getByRole('link', { name: 'secrets/db-a' }).click();
    await page.waitForURL((url) => url.pathname === '/reports/object');
    const { searchParams } = new URL(page.url());
    expect(searchParams.get('var.name')).toBe('db-a');
    expect(searchParams.get('from')).toBe('2026-11-20T18:00:00.000Z');
    await page.goBack();
    const drawer = page.getByRole('complementary', { name: 'Event' });
    if ((await drawer.count()) === 0) await read.click();
    await drawer.getByRole('button', { name: 'mallory@corp.example' }).nth(1).click();
    await page.getByRole('menuitem', { name: 'Page of user mallory@corp.example' }).click();
    await page.waitForURL((url) => url.pathname === '/reports/user');
    expect(new URL(page.url()).searchParams.get('var.user')).toBe('mallory@corp.example');
    expect(problems).toEqual([]);
    await page.context().close();
  });
});

describe.each([390, 1280])('the editor, %i pixels wide', (width) => {
  it.concurrent.each(looksAt(width))('is whole in %s, %s', async (language, scheme) => {
    const { page, problems } = await opened(language, scheme, width);
    await openEditor(page, `whole-${language.toLowerCase()}-${scheme}-w${width}`);
    await expectWhole(page);
    await page.locator('[data-panel=a] header button').nth(1).click();
    await page.getByRole('dialog').waitFor();
    await expectWhole(page);
    expect(problems).toEqual([]);
    await page.context().close();
  });
});
