import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { hostileEvent } from './support/hostile-event.ts';
import { expectSound, expectWhole } from './support/expect-sound.ts';
import { looksAt } from './support/looks.ts';
import { signIn } from './support/open-page.ts';
import { screenshot } from './support/screenshot.ts';
import { shownQuery } from './support/shown-query.ts';
import { createStage } from './support/stage.ts';

const range = 'from=2026-11-20T18:00:00.000Z&to=2026-11-20T18:10:00.000Z';
const pages = ['explore', 'health', 'clusters', 'policy', 'settings/users', 'settings/appearance'] as const;

const stage = createStage({ prepare: (server) => server.ingest('prod-eu', hostileEvent()) });

describe.each([1280, 1920])('the page, %i pixels wide', (width) => {
  it('signs in, searches, brushes, opens an event, adds a value, switches language and theme', async () => {
    const { page, problems } = await stage.open(width);
    await expectSound(page);
    await signIn(page, stage.server);
    await page.goto(`${stage.server.url}/explore?${range}`);

    await type(page, 'user.username: mallory');
    await page.getByText('39 events').waitFor();
    const before = page.url();
    const chart = page.locator('section[aria-busy="false"] svg[class*="svg"]');
    const box = await chart.boundingBox();
    if (!box) throw new Error('there is no histogram');
    await page.mouse.move(box.x + box.width * 0.5, box.y + 40);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.72, box.y + 40, { steps: 6 });
    await page.mouse.up();
    await page.waitForFunction((url) => location.href !== url, before);
    expect(new URL(page.url()).searchParams.get('from')).not.toBe('2026-11-20T18:00:00.000Z');

    await page.locator('[role=row][id=event-0]').click();
    const drawer = page.getByRole('complementary', { name: 'Event' });
    await drawer.getByText('mallory@corp.example').first().waitFor();
    await expectSound(page);
    await drawer.getByRole('tab', { name: 'Tree' }).click();
    const verb = drawer.locator('div', { hasText: /^verb:/ }).last();
    await verb.getByRole('button').click();
    await page.getByRole('menuitem', { name: 'Only this' }).click();
    await page.waitForFunction(() => new URLSearchParams(location.search).get('q')?.includes('verb == "'));
    expect(await shownQuery(page)).toContain('verb == "');

    await page.getByRole('button', { name: 'Language' }).click();
    await page.getByRole('menuitem', { name: '日本語' }).click();
    await page.getByRole('button', { name: '実行' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('ja');
    await page.getByRole('button', { name: 'ダークテーマ' }).click();
    await page.waitForFunction(() => document.documentElement.dataset['mantineColorScheme'] === 'dark');
    await expectSound(page);
    await page.goBack();
    expect(await shownQuery(page)).toBe('user.username: mallory');
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it.concurrent.each(looksAt(width))('is whole in %s, %s', async (language, scheme) => {
    const { page, problems } = await stage.signedIn(width, language, scheme);
    // A wide window cuts nothing that a narrow one does not: the pages of plain columns are looked at once.
    for (const name of width === 1280 ? pages : pages.slice(0, 1)) {
      await page.goto(`${stage.server.url}/${name}${name === 'explore' ? `?${range}` : ''}`);
      await expectWhole(page);
      await shoot(page, `${name.replace('/', '-')}-${language}-${scheme}-${width}`);
    }
    await page.goto(`${stage.server.url}/explore?${range}&q=${encodeURIComponent('user.username: mallory')}`);
    await page.locator('[role=row][id=event-1]').click();
    await expectWhole(page);
    await shoot(page, `event-${language}-${scheme}-${width}`);
    expect(problems).toEqual([]);
    await page.context().close();
  });
});

it('draws charts, tips and dialogs under a policy that lets nothing inline in', async () => {
  const { page, problems } = await stage.signedIn();
  const query = encodeURIComponent('* | select verb, count(*) as n group by verb order by n desc');
  for (const chart of ['bar', 'pie', 'line']) {
    await page.goto(`${stage.server.url}/explore?${range}&view=analysis&q=${query}&chart=${chart}`);
    await page.locator('canvas').first().waitFor();
    await page.mouse.move(640, 560);
    await expectSound(page);
  }
  await page.keyboard.press('Shift+?');
  await page.getByRole('dialog').waitFor();
  expect(problems).toEqual([]);
  await page.context().close();
});

it('asks each question of a changed search once, and again when it is run again', async () => {
  const { page, problems } = await stage.signedIn();
  await page.goto(`${stage.server.url}/explore?from=2026-11-20T18:00:00.000Z&to=now&noise=show`);
  for (const loaded of [
    '[role=row][id=event-0]',
    'section[aria-busy=false] svg[class*="svg"]',
    'aside button[aria-pressed]',
  ])
    await page.locator(loaded).first().waitFor();
  const asked: string[] = [];
  page.on('request', (request) => {
    const body: unknown = request.method() === 'POST' ? request.postDataJSON() : undefined;
    const told = z.object({ query: z.string(), filter: z.string().default('') }).safeParse(body);
    const name = /\/api\/v1\/(query|histogram|facets)$/.exec(new URL(request.url()).pathname)?.[1];
    if (name !== undefined && told.success) asked.push(`${name} ${told.data.query}${told.data.filter}`);
  });
  await type(page, 'user.username: mallory');
  await page.getByText('39 events').waitFor();
  const once = ['facets', 'histogram', 'query'].map((name) => `${name} user.username: mallory`);
  await expect.poll(() => asked.toSorted(), { timeout: 8000 }).toEqual(once);
  asked.length = 0;
  await page.keyboard.press('Enter');
  await expect.poll(() => asked.toSorted()).toEqual(once);
  // Nor once more a little later, and all of it again over a range that the clock does not move.
  await page.waitForTimeout(500);
  expect(asked.toSorted()).toEqual(once);
  await page.goto(`${stage.server.url}/explore?${range}&noise=show&q=user.username: mallory`);
  await page.getByText('39 events').waitFor();
  await page.waitForTimeout(500);
  asked.length = 0;
  await page.locator('[data-query]').click();
  await page.keyboard.press('Enter');
  await expect.poll(() => asked.toSorted()).toEqual(once);
  expect(problems).toEqual([]);
  await page.context().close();
});

it('takes a text typed over a longer one, in both editors', async () => {
  const { page, problems } = await stage.signedIn();
  const query = page.locator('[data-query]');
  await query.click();
  await page.locator('.cm-content[data-query]').waitFor();
  await page.keyboard.type('user.username: mallory and verb: get');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('verb: list');
  expect(await query.innerText()).toBe('verb: list');
  await page.goto(`${stage.server.url}/policy`);
  const file = page.locator('.cm-content');
  await page.getByText('finding', { exact: false }).first().waitFor();
  await file.click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText('kind: Policy');
  await page.getByText('Error:').first().waitFor();
  expect(await file.innerText()).toContain('kind: Policy');
  expect(problems).toEqual([]);
  await page.context().close();
});

const tooShort = {
  en: 'a password has at least 12 characters',
  'zh-CN': '密码至少 12 个字符',
  ja: 'パスワードは 12 文字以上です',
};

it.concurrent.each(looksAt())(
  'a password that somebody else made must be changed before anything is seen, in %s, %s',
  async (language, scheme) => {
    const name = `new-${language}-${scheme}`;
    const password = await stage.server.addUser(name);
    const { page, problems } = await stage.open(1280, language, scheme);
    await signIn(page, stage.server, name, password);
    const next = page.locator('input[autocomplete=new-password]');
    await next.waitFor();
    expect(await page.locator('nav').count()).toBe(0);
    await expectWhole(page);
    await shoot(page, `new-password-${language}-${scheme}-1280`);
    await page.locator('input[autocomplete=current-password]').fill(password);
    await next.fill('too short');
    await page.keyboard.press('Enter');
    await page.getByText(tooShort[language], { exact: true }).waitFor();
    await next.fill('none of your business');
    await page.keyboard.press('Enter');
    await page.locator('[data-query]').waitFor();
    expect(problems.filter((problem) => !problem.includes('400'))).toEqual([]);
    await page.context().close();
  },
);

it('says which flags carry a load, and what given flags carry', async () => {
  const { page, problems } = await stage.signedIn();
  await page.goto(`${stage.server.url}/policy`);
  await page.getByRole('tab', { name: 'Roll out' }).click();
  // 100 requests a second of two stages make 200 events, two batches of 100; the defaults carry 4,000 events, and so do these.
  await page.getByText('--audit-webhook-batch-throttle-qps=40').waitFor();
  await page.getByText('4,000 events/s').first().waitFor();
  await page.getByLabel('Requests a second').fill('10000');
  await page.getByText('--audit-webhook-batch-throttle-qps=200').waitFor();
  await page.getByText('20,000 events/s are too many').waitFor();
  await expectSound(page);
  expect(problems).toEqual([]);
  await page.context().close();
});

describe('the keyboard in the explorer', () => {
  it('leaves Enter to the control that has the focus, and the focus goes into an event and back', async () => {
    const { page, problems } = await stage.signedIn();
    await page.goto(`${stage.server.url}/explore?${range}&q=${encodeURIComponent('user.username: mallory')}`);
    await page.locator('[role=row][id=event-3]').waitFor();
    const grid = page.getByRole('grid');
    await grid.focus();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    const drawer = page.getByRole('complementary', { name: 'Event' });
    await drawer.waitFor();
    expect(await drawer.evaluate((element) => element.contains(document.activeElement))).toBe(true);
    await drawer.getByRole('tab', { name: 'Steps' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    expect(await drawer.getByRole('tab', { name: 'Around it' }).getAttribute('aria-selected')).toBe('true');
    await drawer.getByRole('button', { name: 'Close' }).focus();
    await page.keyboard.press('Enter');
    await drawer.waitFor({ state: 'detached' });
    expect(await grid.evaluate((element) => element.contains(document.activeElement))).toBe(true);
    // With an event chosen in the list, a button is still a button.
    await page.getByRole('button', { name: 'Show controllers and kubelets' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.searchParams.get('noise') === 'show');
    expect(await drawer.count()).toBe(0);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('opens the palette in place of what is open', async () => {
    const { page } = await stage.signedIn();
    await page.keyboard.press('t');
    await page.getByRole('button', { name: 'Last 15 minutes' }).waitFor();
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByRole('combobox').waitFor();
    await page.getByRole('button', { name: 'Last 15 minutes' }).waitFor({ state: 'detached' });
    await page.keyboard.type('clust');
    expect(await page.getByRole('combobox').inputValue()).toBe('clust');
    await page.context().close();
  });
});

it('keeps a relative range relative, and out of the future, when it zooms out', async () => {
  const { page } = await stage.signedIn();
  await page.goto(`${stage.server.url}/explore?from=now-1h&to=now`);
  await page.getByRole('button', { name: 'Zoom out' }).click();
  await page.waitForURL((url) => url.searchParams.get('from') === 'now-3h');
  expect(new URL(page.url()).searchParams.get('to')).toBe('now');
  await page.context().close();
});

it('has the frame round an address that is none', async () => {
  const { page, problems } = await stage.signedIn();
  await page.goto(`${stage.server.url}/no/such/page`);
  await page.getByText('There is no such page.').waitFor();
  await page.getByRole('navigation').getByRole('link', { name: 'Clusters' }).click();
  await page.waitForURL((url) => url.pathname === '/clusters');
  expect(problems).toEqual([]);
  await page.context().close();
});

describe('what is live', () => {
  it('is shown as it comes, waits while paused, and says what became of the connection', async () => {
    const { page } = await stage.signedIn();
    const arrive = (id: string) =>
      stage.server.ingest(
        'edge',
        `{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"${id}","stage":"ResponseComplete","verb":"get","requestURI":"/live","user":{"username":"lena"},"stageTimestamp":"${new Date().toISOString()}"}`,
      );
    await page.goto(`${stage.server.url}/explore?view=live&q=${encodeURIComponent('user.username: lena')}`);
    await page.getByText('Live', { exact: true }).nth(1).waitFor();
    await arrive('live-1');
    await page.locator('[role=row][id=event-0]').waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('Paused', { exact: true }).waitFor();
    await arrive('live-2');
    await page.getByText('1 new event waits').waitFor();
    expect(await page.locator('[role=row][id=event-1]').count()).toBe(0);
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.locator('[role=row][id=event-1]').waitFor();
    expect(await page.getByText('missing here').count()).toBe(0);

    await page.route('**/api/v1/tail*', (route) => route.abort());
    await page.getByText('Controllers and kubelets hidden').waitFor();
    await page.getByRole('button', { name: 'Show controllers and kubelets' }).click();
    await page.getByText('Reconnecting').waitFor();
    await page.unroute('**/api/v1/tail*');
    await page.getByText('Live', { exact: true }).nth(1).waitFor();
    // It was never connected before: nothing came that it could have missed.
    expect(await page.getByText('missing here').count()).toBe(0);

    await page.goto(`${stage.server.url}/explore?view=live&q=${encodeURIComponent('verb:')}`);
    await page.getByText('Ended', { exact: true }).waitFor();
    await page.context().close();
  });
});

describe('text that an attacker chose', () => {
  it('is shown and does nothing', async () => {
    const { page, problems } = await stage.open();
    let dialogs = 0;
    page.on('dialog', (dialog) => {
      dialogs += 1;
      void dialog.dismiss();
    });
    await signIn(page, stage.server);
    await page.goto(`${stage.server.url}/explore?${range}&q=${encodeURIComponent('auditID: chosen-by-the-client')}`);
    await page.locator('[role=row][id=event-0]').click();
    for (const tab of ['Steps', 'Around it', 'Tree', 'Raw']) {
      await page.getByRole('tab', { name: tab }).click();
      await expectSound(page);
    }
    await page.getByRole('button', { name: /^Show all/ }).click();
    const raw = await page.locator('pre').last().innerText();
    expect(raw).toContain('123456789012345678901234567890');
    expect(await page.locator('aside').last().innerText()).toContain('U+202E');
    expect(dialogs).toBe(0);
    expect(problems).toEqual([]);
    await page.context().close();
  });
});

/** An event of now, in a day in which the nodes use an address each. */
function namedEvent(auditID: string, address: string, user: object): string {
  const time = new Date().toISOString().replace('Z', '000Z');
  return JSON.stringify({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID,
    stage: 'ResponseComplete',
    requestURI: '/api/v1/namespaces/shop/pods',
    verb: 'list',
    user,
    sourceIPs: [address],
    objectRef: { resource: 'pods', namespace: 'shop' },
    responseStatus: { code: 200 },
    requestReceivedTimestamp: time,
    stageTimestamp: time,
  });
}

it('names the service account, pod and node that acted, each with how it is known', async () => {
  const account = { username: 'system:serviceaccount:shop:web' };
  const extra = {
    'authentication.kubernetes.io/pod-name': ['web-7f9c'],
    'authentication.kubernetes.io/node-name': ['worker-2'],
  };
  const events = [
    namedEvent('names-node', '10.9.9.9', { username: 'system:node:worker-1' }),
    namedEvent('names-address', '10.9.9.9', account),
    namedEvent('names-token', '10.9.9.9', { ...account, extra }),
    namedEvent('names-nothing', '10.9.9.8', account),
  ];
  await stage.server.ingest('edge', events.join('\n'));
  const { page, problems } = await stage.signedIn();
  const drawer = page.getByRole('complementary', { name: 'Event' });
  const fact = (label: string) => drawer.locator('dt', { hasText: new RegExp(`^${label}$`) }).locator('+ dd');
  const open = async (auditID: string): Promise<void> => {
    await page.goto(
      `${stage.server.url}/explore?q=${encodeURIComponent(`auditID: ${auditID}`)}&from=-15m&to=now&noise=show`,
    );
    await page.locator('[role=row][id=event-0]').click();
    await fact('User').waitFor();
  };
  await open('names-token');
  await fact('Service account').getByText('web').waitFor();
  await fact('Service account').getByText('of namespace shop, from the user name').waitFor();
  await fact('Pod').getByText('web-7f9c').waitFor();
  await fact('Node').getByText('worker-2').waitFor();
  await fact('Node').getByText("from the token's extra").waitFor();
  await expectSound(page);
  await open('names-node');
  await fact('Node').getByText('from the user name').waitFor();
  await open('names-address');
  await fact('Node').getByText('from the address that this node used within an hour: 10.9.9.9').waitFor();
  expect(await fact('Pod').count()).toBe(0);
  await fact('Node').getByRole('button', { name: 'worker-1' }).click();
  await page.getByRole('menuitem', { name: 'Only this', exact: true }).click();
  await page.waitForURL((url) => url.searchParams.get('q')?.includes('derived.node == "worker-1"') === true);
  await open('names-nothing');
  await drawer.getByText('system:serviceaccount:shop:web').first().waitFor();
  expect(await fact('Node').count()).toBe(0);
  expect(problems).toEqual([]);
  await page.context().close();
});

async function type(page: Page, query: string): Promise<void> {
  await page.locator('[data-query]').click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(query);
  await page.keyboard.press('Escape');
  await page.locator('[data-query]').click();
  await page.keyboard.press('Enter');
}

/** Keeps the explorer and an event in every language and theme, the other pages once. */
async function shoot(page: Page, name: string): Promise<void> {
  const isKept =
    /^(explore|event)-.*-1280$/.test(name) || name.endsWith('-en-light-1280') || /^explore-en-.*-1920$/.test(name);
  if (isKept) await screenshot(page, name);
}
