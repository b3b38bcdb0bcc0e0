// What axe says of each page, in both colour schemes, on a phone and on a notebook, also with open what pages open.
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { accessibilityViolations, colorViolations } from './support/inspect.ts';
import { keepOneOfEach } from './support/keep-one-of-each.ts';
import { signIn } from './support/open-page.ts';
import { shoot } from './support/screenshot.ts';
import { createStage } from './support/stage.ts';

const range = 'from=2026-11-20T18:00:00.000Z&to=2026-11-20T18:10:00.000Z';
const widths = [390, 1280] as const;
const schemes = ['light', 'dark'] as const;

type Open = (page: Page) => Promise<unknown>;

interface Scene {
  readonly path: string;
  /** A text that stands there once the page is whole. */
  readonly shows: string | RegExp;
  /** What is opened on it, one after the other, each judged open. */
  readonly opens?: readonly Open[];
}

const explore = (query: string, more = ''): string => `explore?${range}&q=${encodeURIComponent(query)}${more}`;
const statement = (text: string, chart = ''): string => explore(`* | select ${text}`, `&view=analysis&chart=${chart}`);
const byVerb = 'verb, count(*) as n group by verb order by n desc';
const byMinute = `time_series(__time__, '1m', '%H:%i', '0') as t, verb, count(*) as n group by t, verb order by t limit 1000`;
const byResource = 'verb, "objectRef.resource" as resource, count(*) as n group by verb, resource limit 60';

const choose =
  (role: 'tab' | 'button' | 'link', name: string | RegExp, shows: string): Open =>
  async (page) => {
    await page.getByRole(role, { name, exact: true }).first().click();
    await page.getByText(shows).first().waitFor();
  };

const opened = '[role=menu], [role=dialog]';

/** What keys open; what they opened before is closed. */
const press =
  (...keys: readonly string[]): Open =>
  async (page) => {
    await page.keyboard.press('Escape');
    await page.locator(opened).first().waitFor({ state: 'detached' });
    for (const key of keys) await page.keyboard.press(key);
    await page.locator(opened).first().waitFor();
  };

const drawer = (page: Page) => page.getByRole('complementary', { name: 'Event' });

const openTab =
  (name: string): Open =>
  async (page) => {
    await drawer(page).getByRole('tab', { name }).click();
    await drawer(page).getByRole('tabpanel').locator(':scope > *').first().waitFor();
  };

const openEvent: Open = async (page) => {
  await page.locator('[role=row][id=event-1]').click();
  await drawer(page).getByRole('heading', { name: 'Decision' }).waitFor();
};

const openValueMenu: Open = async (page) => {
  await drawer(page).getByRole('button', { name: 'mallory@corp.example' }).first().click();
  await page.getByRole('menuitem', { name: 'Only this' }).waitFor();
};

const openFacets: Open = async (page) => {
  const button = page.getByRole('button', { name: 'Facets' });
  if (!(await button.isVisible())) return;
  await button.click();
  await page.getByRole('dialog').getByText('secrets', { exact: true }).first().waitFor();
};

const scenes: readonly Scene[] = [
  {
    path: explore('user.username: mallory'),
    shows: 'secrets/db-a',
    opens: [openEvent, openTab('Around it'), openTab('Tree'), openTab('Raw'), openTab('Steps'), openValueMenu],
  },
  {
    path: explore('user.username: mallory'),
    shows: 'secrets/db-a',
    opens: [
      press('ControlOrMeta+k'),
      press('?'),
      press('t'),
      press('j', 'q'),
      press('N'),
      ...['e', 'b', 'i', ',', 'l'].map((key) => press(key)),
      press('g', 'l'),
      press('g', 'm'),
    ],
  },
  { path: explore(''), shows: /events$/, opens: [openFacets] },
  { path: explore('verb:'), shows: /verb/ },
  { path: explore('user.username: nobody-of-that-name'), shows: 'look wider' },
  {
    path: explore('user.username: mallory', '&view=timeline'),
    shows: 'secrets/db-a',
    opens: [choose('button', 'As a table', 'secrets/db-a')],
  },
  { path: explore('', '&view=patterns'), shows: 'events' },
  { path: explore('', '&view=live&noise=show'), shows: 'Live' },
  { path: statement(byVerb), shows: 'deletecollection' },
  { path: statement(byVerb, 'bar'), shows: /rows/ },
  { path: statement(byVerb, 'pie'), shows: /rows/ },
  { path: statement(byVerb, 'heat'), shows: 'needs two columns of text' },
  { path: statement(byMinute, 'line'), shows: /rows/ },
  { path: statement(byResource, 'heat'), shows: /rows/ },
  { path: statement('count(*) as answered', 'value'), shows: 'answered' },
  { path: statement('cuont(*)'), shows: 'did you mean' },
  { path: `?${range}`, shows: '4,249' },
  { path: 'reports', shows: 'Audit overview' },
  ...['operations', 'operation-details', 'cve', 'secrets', 'own'].map((id) => ({
    path: `reports/${id}?${range}`,
    shows: /./,
  })),
  ...['user?var.user=mallory@corp.example', 'object?var.resource=pods', 'address?var.address=10.0.0.1'].map((of) => ({
    path: `reports/${of}&${range}`,
    shows: /./,
  })),
  { path: `reports/namespace?var.namespace=prod&${range}`, shows: /./ },
  { path: `reports/own/edit?${range}`, shows: '4,249', opens: [choose('button', 'Edit Panel all', 'Statement')] },
  { path: 'reports/overview/edit', shows: 'cannot be changed' },
  { path: 'alerts/inbox', shows: 'lena ran id', opens: [choose('button', /lena ran id/, 'What was sent')] },
  { path: 'alerts/active', shows: /./ },
  { path: 'alerts/history', shows: 'lena ran id' },
  { path: 'alerts/rules', shows: 'Command in a container' },
  { path: 'alerts/rules/commands', shows: 'oncall' },
  { path: 'alerts/rules/commands/edit', shows: 'Command in a container' },
  { path: 'alerts/rules/no-such-rule', shows: 'It was not found' },
  { path: 'alerts/new', shows: 'Severity' },
  { path: 'alerts/policies', shows: 'nights' },
  { path: 'alerts/policies/new', shows: 'kind' },
  { path: 'alerts/policies/nights', shows: 'nights' },
  { path: 'alerts/silences', shows: 'planned work' },
  { path: 'alerts/channels', shows: 'oncall' },
  { path: 'cases', shows: 'staging is gone', opens: [choose('link', 'staging is gone', 'As arranged')] },
  { path: 'clusters', shows: 'prod-eu' },
  { path: 'clusters/edge', shows: 'Legal holds' },
  { path: 'clusters/nobody', shows: 'There is no such cluster' },
  ...['kubeadm', 'k3s', 'registered'].map((way) => ({
    path: `clusters/edge/setup?for=${way}&backend=both`,
    shows: 'events have arrived',
  })),
  { path: 'destinations', shows: 'siem' },
  { path: 'destinations/siem', shows: 'Dead letters' },
  { path: 'destinations/siem/edit', shows: 'Dry run' },
  { path: 'destinations/new', shows: 'Dry run' },
  {
    path: 'policy',
    shows: /finding/,
    opens: ['Explain', 'Traffic', 'Diff', 'Roll out'].map((tab) => choose('tab', tab, tab)),
  },
  { path: 'health', shows: 'prod-eu' },
  { path: 'settings/users', shows: 'admin' },
  { path: 'settings/tokens', shows: 'ci' },
  { path: 'settings/activity', shows: 'admin' },
  { path: 'settings/dead-letters', shows: 'edge' },
  { path: 'settings/appearance', shows: 'Language' },
  { path: 'no/such/page', shows: 'There is no such page.' },
];

const stage = createStage();

beforeAll(async () => {
  const { page } = await stage.signedIn();
  await keepOneOfEach(page, stage.server);
  await page.context().close();
});

/** Waits until nothing is loading, or still about to be drawn. */
async function settle(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      !document.querySelector('[aria-busy="true"], [data-stale], [class*=Skeleton][data-visible]') &&
      new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(true)))),
  );
}

/** What axe says of what is shown now, in both schemes. */
async function saidOf(page: Page, name: string): Promise<readonly string[]> {
  const said: string[] = [];
  for (const scheme of schemes) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.locator(`html[data-mantine-color-scheme=${scheme}]`).waitFor();
    await settle(page);
    await shoot(page, `${name.replaceAll(/\W+/g, '-')}-${scheme}`);
    const found = await (scheme === 'light' ? accessibilityViolations(page) : colorViolations(page));
    said.push(...found.map((line) => `${name}, ${scheme}: ${line}`));
  }
  return said;
}

it.concurrent.each(widths)(
  'axe has nothing to say of any page, nor of what it opens, %i pixels wide',
  async (width) => {
    const { page, problems } = await stage.signedIn(width);
    const said: string[] = [];
    for (const [index, { path, shows, opens = [] }] of scenes.entries()) {
      await page.goto(`${stage.server.url}/${path}`);
      await page.locator('main').getByText(shows).first().waitFor();
      said.push(...(await saidOf(page, `${width} ${index} ${path.slice(0, 30)}`)));
      for (const [step, open] of opens.entries()) {
        await open(page);
        said.push(...(await saidOf(page, `${width} ${index}-${step + 1} ${path.slice(0, 30)}`)));
      }
    }
    expect(said).toEqual([]);
    expect(problems.filter((problem) => !/40[04]/.test(problem))).toEqual([]);
    await page.context().close();
  },
);

it.concurrent.each(widths)('nor of what comes before the first page, %i pixels wide', async (width) => {
  for (const scheme of schemes) {
    const name = `new-${width}-${scheme}`;
    const password = await stage.server.addUser(name);
    const { page } = await stage.open(width, 'en', scheme);
    await settle(page);
    expect(await accessibilityViolations(page)).toEqual([]);
    await signIn(page, stage.server, name, password);
    await page.locator('input[autocomplete=new-password]').waitFor();
    await settle(page);
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.context().close();
  }
});
