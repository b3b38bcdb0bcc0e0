// What can be done with the answer of a statement: its marks and cells filter, and JSON in it unfolds.
import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { categoryColors } from '../../src/charts/settings.ts';
import { callAs } from './support/api.ts';
import { expectSound } from './support/expect-sound.ts';
import { shoot } from './support/screenshot.ts';
import { shownQuery } from './support/shown-query.ts';
import { createStage } from './support/stage.ts';

const range = 'from=2026-11-20T18:00:00.000Z&to=2026-11-20T18:10:00.000Z';
const verbs = ['get', 'get', 'get', 'list', 'list', 'create'];

/** What one asked to create; its values are of every kind, and there are more than a tree begins with. */
const asked = {
  kind: 'Deployment',
  apiVersion: 'apps/v1',
  metadata: {
    name: 'checkout',
    namespace: 'shop',
    labels: { app: 'checkout', tier: 'backend', 'app.kubernetes.io/managed-by': 'Helm' },
    annotations: Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`example.com/note-${index}`, `${index}`]),
    ),
  },
  spec: {
    replicas: 3,
    paused: false,
    strategy: null,
    template: {
      spec: { containers: [{ name: 'web', image: 'registry.example/checkout:1.4.2', args: ['--port', '8080'] }] },
    },
  },
};

const stage = createStage({ prepare: (server) => server.ingest('edge', JSON.stringify(verbs.map(eventOf))) });

function eventOf(verb: string, index: number) {
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Request',
    auditID: `answer-${index}`,
    stage: 'ResponseComplete',
    verb,
    requestURI: '/apis/apps/v1/namespaces/shop/deployments',
    user: { username: 'answerer', groups: ['system:authenticated', 'shop-admins'] },
    sourceIPs: ['8.8.8.8', '10.0.0.1'],
    responseStatus: { metadata: {}, code: 200 },
    ...(verb === 'create' ? { requestObject: asked } : {}),
    requestReceivedTimestamp: `2026-11-20T18:0${index}:00.000000Z`,
    stageTimestamp: `2026-11-20T18:0${index}:00.000000Z`,
  };
}

async function answered(statement: string, chart = '', ...look: Parameters<typeof stage.signedIn>) {
  const opened = await stage.signedIn(...look);
  await opened.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const query = `user.username: answerer | ${statement}`;
  await opened.page.goto(
    `${stage.server.url}/explore?${range}&view=analysis&chart=${chart}&q=${encodeURIComponent(query)}`,
  );
  return opened;
}

/** Chooses "Only this" in the menu that a click has opened, and waits for the query that comes of it. */
async function filterBy(page: Page, verb: string, statement: string): Promise<void> {
  await page.getByRole('menu').getByText(verb, { exact: true }).waitFor();
  await shoot(page, `menu-of-${verb}`);
  await page.getByRole('menuitem', { name: 'Only this', exact: true }).click();
  const wanted = `user.username: answerer and verb == "${verb}" | ${statement}`;
  await page.waitForURL((url) => url.searchParams.get('q') === wanted);
  expect(await shownQuery(page)).toBe(wanted);
}

/** Clicks the first spot of a colour on a chart, from above; between two heights. */
async function clickColor(page: Page, color: string, from: number, to: number): Promise<void> {
  const canvas = page.locator('canvas');
  await canvas.waitFor();
  await page.waitForLoadState('networkidle');
  const position = await canvas.evaluate(spotOf, { color, from, to });
  if (!position) throw new Error(`nothing on the chart is ${color}`);
  await canvas.click({ position });
}

function spotOf(canvas: Element, { color, from, to }: { color: string; from: number; to: number }) {
  if (!(canvas instanceof HTMLCanvasElement)) return undefined;
  const scale = canvas.width / canvas.clientWidth;
  const { data, width, height } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {};
  const wanted = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  const isColor = (x: number, y: number): boolean =>
    wanted.every((part, channel) => data?.[(y * (width ?? 0) + x) * 4 + channel] === part);
  for (let y = Math.ceil(from * scale); y < Math.min(to * scale, height ?? 0) - 3; y++)
    for (let x = 0; x < (width ?? 0) - 3; x++)
      if ([0, 1, 2, 3].every((step) => isColor(x + step, y + step))) return { x: (x + 2) / scale, y: (y + 2) / scale };
  return undefined;
}

const byVerb = 'select verb, count(*) as n group by verb order by n desc';

it('a bar filters', async () => {
  const { page, problems } = await answered(byVerb, 'bar');
  // The largest lies on top.
  await clickColor(page, categoryColors[0] ?? '', 0, Infinity);
  await filterBy(page, 'get', byVerb);
  expect(problems).toEqual([]);
  await page.context().close();
});

it('an entry of the legend filters', async () => {
  const statement = `select time_series(__time__, '1m', '%H:%i', '0') as t, verb, count(*) as n group by t, verb order by t limit 100`;
  const { page, problems } = await answered(statement, 'bar');
  // Those with the largest numbers come first, above the bars.
  await clickColor(page, categoryColors[1] ?? '', 0, 30);
  await filterBy(page, 'list', statement);
  expect(problems).toEqual([]);
  await page.context().close();
});

it('a cell filters', async () => {
  const { page, problems } = await answered(byVerb);
  await page.getByRole('table', { name: 'Result' }).getByRole('button', { name: 'create', exact: true }).click();
  await filterBy(page, 'create', byVerb);
  expect(problems).toEqual([]);
  await page.context().close();
});

const objects = 'select verb, requestObject, sourceIPs, auditID where requestObject is not null';

const lineOf = (page: Page): Locator => page.getByRole('button', { name: '"apiVersion"' });

it('JSON in a cell unfolds and folds by mouse, and values in it filter', async () => {
  const { page, problems } = await answered(objects);
  const line = lineOf(page);
  await line.waitFor();
  expect(await line.getAttribute('aria-expanded')).toBe('false');
  const keys = await line.locator('[data-token=key]').allInnerTexts();
  expect(keys.slice(0, 4)).toEqual(['"kind"', '"apiVersion"', '"metadata"', '"name"']);
  await line.click();
  expect(await line.getAttribute('aria-expanded')).toBe('true');
  const detail = page.getByRole('cell', { name: 'requestObject', exact: true });
  // What holds much is folded, and says how much.
  const notes = detail.getByRole('button', { name: 'annotations: { 40 keys }' });
  expect(await notes.getAttribute('aria-expanded')).toBe('false');
  await notes.click();
  await detail.getByRole('button', { name: '"39"', exact: true }).waitFor();
  await notes.click();
  await expectSound(page);
  await shoot(page, 'json-unfolded');

  await detail.getByRole('button', { name: 'Copy as JSON' }).last().click();
  expect(JSON.parse(await page.evaluate(() => navigator.clipboard.readText()))).toEqual(asked);

  await line.click();
  await detail.waitFor({ state: 'detached' });
  // Of one row, one cell is unfolded.
  const addresses = page.getByRole('button', { name: 'sourceIPs ["8.8.8.8","10.0.0.1"]', exact: true });
  // The name of the column is told, and not copied with the cell.
  expect(await addresses.innerText()).toBe('["8.8.8.8","10.0.0.1"]');
  await line.click();
  await addresses.click();
  expect(await line.getAttribute('aria-expanded')).toBe('false');
  await page.getByRole('cell', { name: 'sourceIPs', exact: true }).getByRole('button', { name: '10.0.0.1' }).click();
  await page.getByRole('menuitem', { name: 'Only this', exact: true }).click();
  await page.waitForURL((url) => (url.searchParams.get('q') ?? '').includes('and sourceIPs == "10.0.0.1" | select'));
  await line.waitFor();
  expect(problems).toEqual([]);
  await page.context().close();
});

it('JSON in a cell unfolds and folds by keyboard', async () => {
  const { page, problems } = await answered(objects);
  const line = lineOf(page);
  const detail = page.getByRole('cell', { name: 'requestObject', exact: true });
  await line.focus();
  for (const key of ['Enter', 'Space']) {
    await page.keyboard.press(key);
    await detail.waitFor();
    expect(await line.getAttribute('aria-expanded')).toBe('true');
    await page.keyboard.press(key);
    await detail.waitFor({ state: 'detached' });
    expect(await line.getAttribute('aria-expanded')).toBe('false');
  }
  expect(problems).toEqual([]);
  await page.context().close();
});

it('an unfolded row pushes the ones below it, and goes where it is sorted to', async () => {
  const { page, problems } = await answered('select auditID, requestObject, sourceIPs as addresses order by auditID');
  const rows = page.getByRole('table', { name: 'Result' }).getByRole('row');
  await rows.nth(verbs.length).waitFor();
  await rows.nth(1).getByRole('button', { name: '["8.8.8.8","10.0.0.1"]' }).click();
  await page.getByRole('cell', { name: 'addresses', exact: true }).waitFor();
  await page.waitForFunction(areStacked);
  await page.getByRole('columnheader', { name: 'auditID' }).getByRole('button').click();
  await rows.nth(1).getByText('answer-5').waitFor();
  await rows.nth(verbs.length).getByRole('cell', { name: 'addresses', exact: true }).waitFor();
  await page.waitForFunction(areStacked);
  // An alias is no field: there is nothing to filter by.
  expect(await rows.getByRole('button', { name: '"8.8.8.8"', exact: true }).count()).toBe(0);
  expect(problems).toEqual([]);
  await page.context().close();
});

/** Rows of the table stand right below each other, and one of them is higher than the others. */
function areStacked(): boolean {
  const boxes = [...document.querySelectorAll('[role=rowgroup] > [role=row]')]
    .map((row) => row.getBoundingClientRect())
    .toSorted((a, b) => a.top - b.top);
  const areClose = boxes.every((box, index) => index === 0 || box.top === boxes[index - 1]?.bottom);
  return areClose && boxes.filter((box) => box.height > 26).length === 1 && boxes.some((box) => box.height === 26);
}

it.each([
  [390, 'light'],
  [390, 'dark'],
  [1280, 'light'],
  [1280, 'dark'],
] as const)('JSON is whole in an answer, an event and a report, %i, %s', async (width, scheme) => {
  const { page, problems } = await answered(objects, '', width, width === 390 ? 'zh-CN' : 'en', scheme);
  const look = `${width}-${scheme}`;
  await lineOf(page).click();
  await page.locator('[aria-expanded=true]', { hasText: 'metadata:' }).waitFor();
  await expectSound(page);
  await shoot(page, `json-answer-${look}`);

  await page.goto(
    `${stage.server.url}/explore?${range}&q=${encodeURIComponent('user.username: answerer and verb: create')}`,
  );
  await page.locator('[role=row][id=event-0]').click();
  const drawer = page.getByRole('complementary').filter({ has: page.getByRole('tablist') });
  await drawer.getByRole('tab').nth(-2).click();
  await drawer.getByText('answer-5').last().waitFor();
  await expectSound(page);
  await shoot(page, `json-event-${look}`);

  const id = `json-${look}`;
  expect((await callAs(page, 'POST', '/api/v1/dashboards', { dashboard: dashboard(id) })).status).toBe(200);
  await page.goto(`${stage.server.url}/reports/${id}?${range}`);
  await lineOf(page).first().click();
  await page.locator('[aria-expanded=true]', { hasText: 'metadata:' }).waitFor();
  await expectSound(page);
  await shoot(page, `json-report-${look}`);
  expect(problems).toEqual([]);
  await page.context().close();
});

function dashboard(id: string) {
  const statement =
    'user.username: answerer | select auditID, verb, requestObject, "user.groups" as groups order by auditID desc';
  return {
    kind: 'Dashboard',
    id,
    title: { en: 'What was asked' },
    sections: [
      {
        panels: [
          {
            id: 'objects',
            title: { en: 'Objects' },
            counts: 'events',
            chart: 'table',
            statement,
            width: 12,
            height: 6,
          },
        ],
      },
    ],
  };
}
