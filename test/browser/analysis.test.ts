import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { clippedTexts } from './support/inspect.ts';
import { signIn } from './support/open-page.ts';
import { shoot } from './support/screenshot.ts';
import { createStage } from './support/stage.ts';

const root = path.resolve(import.meta.dirname, '../..');
const published = parse(readFileSync(path.join(root, 'src/query/corpus/published.yaml'), 'utf8')) as Record<
  string,
  string
>;
const range = 'from=2026-11-20T18:00:00.000Z&to=2026-11-20T18:10:00.000Z';

const stage = createStage({ prepare: (server) => server.ingest('edge', JSON.stringify(addresses())) });

function addresses(): readonly unknown[] {
  const kinds = [
    ['8.8.8.8', 403, 12],
    ['8.8.8.8', 200, 8],
    ['10.1.2.3', 403, 30],
    ['2001:4860:4860::8888', 401, 11],
    ['1.1.1.1 10.0.0.1', 403, 15],
  ] as const;
  return kinds.flatMap(([address, code, count]) =>
    Array.from({ length: count }, (_, index) => ({
      kind: 'Event',
      apiVersion: 'audit.k8s.io/v1',
      level: 'Metadata',
      auditID: `${address}-${code}-${index}`,
      stage: 'ResponseComplete',
      verb: 'get',
      requestURI: '/api/v1/pods',
      user: { username: 'somebody' },
      sourceIPs: address.split(' '),
      responseStatus: { metadata: {}, code },
      requestReceivedTimestamp: '2026-11-20T18:06:00.000000Z',
      stageTimestamp: '2026-11-20T18:06:00.000000Z',
    })),
  );
}

async function signedIn(width = 1280, language = 'en', scheme: 'light' | 'dark' = 'light') {
  const opened = await stage.open(width, language, scheme);
  await opened.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await signIn(opened.page, stage.server);
  return opened;
}

/** Looks at one cluster alone, as the picker keeps it. */
async function choose(page: Page, cluster: string): Promise<void> {
  await page.goto(`${stage.server.url}/explore?${range}&clusters=${encodeURIComponent(JSON.stringify([cluster]))}`);
}

/** Pastes a text into the query box, as a user does, and runs it. */
async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  await page.locator('[data-query]').click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('ControlOrMeta+v');
  await page.keyboard.press('Enter');
}

/** The shown table: names of its columns, then its rows. */
async function shownTable(page: Page): Promise<readonly (readonly string[])[]> {
  const table = page.getByRole('table', { name: 'Result' });
  await table.getByRole('row').nth(1).waitFor();
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"], [data-stale]'));
  const rows = await table.getByRole('row').all();
  return Promise.all(
    rows.map(async (row) => {
      const heads = await row.getByRole('columnheader').allInnerTexts();
      return heads.length > 0 ? heads : row.getByRole('cell').allInnerTexts();
    }),
  );
}

async function openStatement(page: Page, statement: string, more = ''): Promise<void> {
  await page.goto(`${stage.server.url}/explore?${range}&view=analysis&q=${encodeURIComponent(statement)}${more}`);
}

describe('published statements, pasted unchanged', () => {
  it('commands run in containers', async () => {
    const { page, problems } = await signedIn();
    await choose(page, 'prod-eu');
    await paste(page, published['exec'] ?? '');
    const [heads, ...rows] = await shownTable(page);
    expect(heads).toEqual([
      'Event ID',
      'Time',
      'Resource',
      'Command',
      'Status code',
      'User account',
      'Source IP address',
    ]);
    expect(rows).toHaveLength(4);
    // In the zone of the reader, as every time of the page.
    expect(rows.map((row) => row[1])).toEqual([
      '2026-11-21 02:06:09',
      '2026-11-21 02:06:08',
      '2026-11-21 02:05:35',
      '2026-11-21 02:05:35',
    ]);
    for (const row of rows) expect(row[3]).toMatch(/^command=(ls|test|tar|%2Fbin%2Fsh)&/);
    expect(new URL(page.url()).searchParams.get('q')).toBe(published['exec']);
    await shoot(page, 'exec');
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('access from the Internet', async () => {
    const { page, problems } = await signedIn();
    await choose(page, 'edge');
    await paste(page, published['internet access of 2021'] ?? '');
    const [heads, ...rows] = await shownTable(page);
    expect(heads?.slice(0, 5)).toEqual(['源地址', '访问次数', '失败率%', '非法访问次数', '是否高危IP']);
    expect(rows.map((row) => row.slice(0, 6))).toEqual([
      ['8.8.8.8', '20', '60', '12', 'no', '美国'],
      ['["1.1.1.1","10.0.0.1"]', '15', '100', '15', 'no', ''],
      ['2001:4860:4860::8888', '11', '100', '0', 'no', '美国'],
    ]);
    await shoot(page, 'internet');
    // The map finds the countries, though addresses come first.
    await page.getByRole('button', { name: 'Map by country' }).click();
    await page.locator('canvas').waitFor();
    await shoot(page, 'internet-map');
    expect(problems).toEqual([]);
    await page.context().close();
  });
});

describe('the answer', () => {
  const byVerb = '* | select verb, count(*) as n group by verb order by verb';

  it('is sorted by its heads, copied, saved, and shown on the whole screen', async () => {
    const { page, problems } = await signedIn();
    await openStatement(page, byVerb);
    expect((await shownTable(page)).slice(0, 2)).toEqual([
      ['verb', 'n'],
      ['create', '458'],
    ]);
    await page.getByRole('columnheader', { name: 'n' }).getByRole('button').click();
    expect((await shownTable(page)).slice(0, 3)).toEqual([
      ['verb', 'n'],
      ['get', '1,842'],
      ['update', '868'],
    ]);
    await page.getByRole('columnheader', { name: 'n' }).getByRole('button').click();
    expect((await shownTable(page))[1]).toEqual(['delete', '99']);

    await page.getByRole('button', { name: 'Copy or download' }).click();
    await shoot(page, 'menu');
    await page.getByRole('menuitem', { name: 'Copy as CSV' }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^verb,n\r?\ncreate,458\r?\n/);
    await page.getByRole('button', { name: 'Copy or download' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Download CSV' }).click(),
    ]);
    expect(readFileSync(await download.path(), 'utf8')).toContain('get,1842');

    await page.getByRole('button', { name: 'Full screen' }).click();
    await page.waitForFunction(() => document.fullscreenElement?.getAttribute('aria-label') === 'Analysis');
    await shoot(page, 'full-screen');
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it.each(['light', 'dark'] as const)('is drawn as every kind of chart, %s', async (scheme) => {
    const { page, problems } = await signedIn(1280, 'en', scheme);
    const series = `* | select time_series(__time__, '1m', '%H:%i', '0') as t, verb, count(*) as n group by t, verb order by t limit 1000`;
    const charts = [
      ['line', series],
      ['area', series],
      ['bar', byVerb],
      ['pie', byVerb],
      [
        'value',
        '* | select diff[1] as now, diff[2] as before from (select compare(c, 60) as diff from (select count(*) as c from log))',
      ],
      [
        'map',
        `* | select ip_to_country_code(json_format(json_array_get(sourceIPs, 0))) as country, count(*) as n where ip_to_domain(json_format(json_array_get(sourceIPs, 0))) = 'internet' group by country`,
      ],
      [
        'heat',
        '* | select verb, "objectRef.resource" as resource, count(*) as n where "objectRef.resource" is not null group by verb, resource order by n desc limit 60',
      ],
    ] as const;
    for (const [kind, statement] of charts) {
      await openStatement(page, statement, `&chart=${kind}`);
      if (kind === 'value') await page.getByText('now').first().waitFor();
      else await page.locator('canvas').first().waitFor();
      await page.waitForLoadState('networkidle');
      await page.mouse.move(640, 30);
      await shoot(page, `chart-${kind}-${scheme}`);
      expect(await clippedTexts(page), kind).toEqual([]);
    }
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('is chosen a chart for, which the URL keeps; a chart that does not fit says what it wants', async () => {
    const { page, problems } = await signedIn();
    await openStatement(page, byVerb);
    await shownTable(page);
    await page.getByRole('button', { name: 'Bar chart' }).click();
    await page.locator('canvas').first().waitFor();
    expect(new URL(page.url()).searchParams.get('chart')).toBe('bar');
    await page.reload();
    await page.locator('canvas').first().waitFor();
    await page.getByRole('button', { name: 'Heat map' }).click();
    await page.getByText('Heat map: needs two columns of text and one of numbers').waitFor();
    await page.goBack();
    await page.locator('canvas').first().waitFor();
    await page.goBack();
    await shownTable(page);
    expect(problems).toEqual([]);
    await page.context().close();
  });
});

describe('writing a statement', () => {
  it('completes columns, values and functions, with signatures', async () => {
    const { page, problems } = await signedIn();
    await page.goto(`${stage.server.url}/explore?${range}`);
    await page.locator('[data-query]').click();
    await page.locator('.cm-content[data-query]').waitFor();
    await page.keyboard.type('* | select date_tr');
    const options = page.locator('.cm-tooltip-autocomplete');
    await options.getByText('date_trunc').first().waitFor();
    await shoot(page, 'completion-function');
    expect(await options.innerText()).toMatch(/date_trunc[^]*\(/);
    await page.keyboard.press('Tab');
    await page.waitForFunction(() => document.querySelector('[data-query]')?.textContent?.includes('date_trunc('));
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('* | select count(*) where "objectRef.res');
    await options.getByText('objectRef.resource').first().waitFor();
    await shoot(page, 'completion-column');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type("* | select count(*) where verb = 'dele");
    await options.getByText('delete').first().waitFor();
    await shoot(page, 'completion-value');
    await page.keyboard.press('Escape');
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('marks what is wrong, and says what is nearest', async () => {
    const { page } = await signedIn();
    await page.goto(`${stage.server.url}/explore?${range}`);
    await paste(page, '* | select cuont(*) where responseStatus.code = 403');
    await page.getByText("Function 'cuont' not registered; did you mean 'count'?").first().waitFor();
    await shoot(page, 'error');
    expect(await page.locator('.cm-lintRange-error').first().innerText()).toBe('cuont');
    await page.context().close();
  });

  it('remembers statements', async () => {
    const { page, problems } = await signedIn();
    for (const statement of ['* | select 1 as first limit 1', '* | select 2 as second limit 1']) {
      await openStatement(page, statement);
      await shownTable(page);
    }
    await page.getByRole('button', { name: 'Statements that ran here' }).click();
    await shoot(page, 'history');
    await page.getByRole('menuitem', { name: '* | select 1 as first limit 1' }).click();
    await page.waitForURL((url) => url.searchParams.get('q') === '* | select 1 as first limit 1');
    expect((await shownTable(page))[0]).toEqual(['first']);
    expect(problems).toEqual([]);
    await page.context().close();
  });
});

it('cancels a statement, and the server is told', async () => {
  const { page } = await signedIn();
  await openStatement(
    page,
    '* | select count(*) from log a, log b, log c, log d where a.auditID || b.auditID < c.auditID || d.auditID',
  );
  const gone = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/api/v1/query'));
  await shoot(page, 'running');
  await page.getByRole('button', { name: 'Cancel' }).first().click();
  await gone;
  await shoot(page, 'cancelled');
  await page.context().close();
});

it('says after a cancel of which statement the rows in sight are', async () => {
  const { page } = await signedIn();
  await openStatement(page, '* | select count(*) as answered');
  await shownTable(page);
  // It takes as long as it takes to cancel it, on any machine.
  await page.route('**/api/v1/query', () => undefined);
  await paste(page, '* | select count(*) as unanswered');
  await page.getByRole('button', { name: 'Cancel' }).first().click();
  const note = page.getByText('Cancelled. These rows are of');
  await note.waitFor();
  expect(await note.innerText()).toContain('select count(*) as answered');
  await page.context().close();
});
