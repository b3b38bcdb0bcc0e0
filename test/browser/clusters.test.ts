import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { callAs } from './support/api.ts';
import { expectSound, expectWhole } from './support/expect-sound.ts';
import { looksAt } from './support/looks.ts';
import { createStage } from './support/stage.ts';

const stage = createStage();

/** Days of a past that the server did not live through. */
async function withPast(page: Page): Promise<void> {
  const days = Array.from({ length: 120 }, (_, index) => ({
    day: new Date(Date.UTC(2026, 6, 1 + index)).toISOString().slice(0, 10),
    events: 90_000 + 1000 * (index % 7),
    bytes: 60_000_000 + 9_000_000 * (index % 7),
    columns: 40_000_000 + 6_000_000 * (index % 7),
    indexes: 15_000_000 + 2_000_000 * (index % 7),
    raw: 5_000_000 + 1_000_000 * (index % 7),
  }));
  const sum = (part: 'events' | 'bytes' | 'columns' | 'indexes' | 'raw') =>
    days.reduce((total, one) => total + one[part], 0);
  const sums = { bytes: sum('bytes'), columns: sum('columns'), indexes: sum('indexes'), raw: sum('raw') };
  const forecast = { bytesPerDay: 87_000_000, in30Days: 1.3e10, atRetention: 3.2e10 };
  await page.route('**/api/v1/clusters/edge/storage', (route) =>
    route.fulfill({
      json: {
        cluster: 'edge',
        project: 'default',
        ...sums,
        events: sum('events'),
        since: days[0]?.day,
        measuredAt: new Date().toISOString(),
        forecast,
        days,
      },
    }),
  );
}

describe.each([390, 1280])('clusters, %i pixels wide', (width) => {
  it.concurrent.each(looksAt(width))('are whole in %s, %s', async (language, scheme) => {
    const { page, problems } = await stage.signedIn(width, language, scheme);
    await withPast(page);
    for (const path of ['/clusters', '/clusters/prod-eu', '/clusters/edge', '/clusters/nobody']) {
      await page.goto(stage.server.url + path);
      await expectWhole(page);
    }
    expect(problems).toEqual([]);
    await page.context().close();
  });
});

it('a cluster from its kind to its end: quota, move, legal hold, deletion by name', async () => {
  const { page, problems } = await stage.signedIn();
  await page.goto(`${stage.server.url}/clusters`);

  // A project with room for one cluster.
  await page.getByRole('button', { name: 'Add project' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('team');
  await dialog.getByRole('textbox', { name: 'Clusters' }).fill('1');
  await dialog.getByRole('textbox', { name: 'Received a day' }).fill('2.5');
  await expectSound(page);
  await dialog.getByRole('button', { name: 'Save' }).click();
  const projects = page.getByRole('table', { name: 'Projects' });
  await projects.getByRole('row', { name: /team 0 of 1 0 0 0 bytes of 2.5 GB/ }).waitFor();

  // The kind brings its retention.
  await page.getByRole('button', { name: 'Add cluster' }).click();
  await dialog.getByLabel('Name').fill('masters');
  await dialog.getByLabel('Project').fill('team');
  await dialog
    .getByRole('combobox', { name: 'Kind' })
    .or(dialog.getByRole('textbox', { name: 'Kind' }))
    .click();
  await page.getByRole('option', { name: 'dedicated' }).click();
  expect(await dialog.getByRole('textbox', { name: 'Retention' }).inputValue()).toBe('365 days');
  await expectSound(page);
  await dialog.getByRole('button', { name: 'Add cluster' }).click();
  // It ends in the setup.
  await page.waitForURL((url) => url.pathname === '/clusters/masters/setup');
  await page.getByText('Waiting for the first event').waitFor();
  await page.goto(`${stage.server.url}/clusters`);
  await page
    .getByRole('table', { name: 'Clusters' })
    .getByRole('row', { name: /masters team dedicated enabled 365 days/ })
    .waitFor();

  // Full: told before it is asked for, and by the server.
  await page.getByRole('button', { name: 'Add cluster' }).click();
  await dialog.getByLabel('Name').fill('one-more');
  await dialog.getByLabel('Project').fill('team');
  await dialog.getByText('Clusters: 1 of 1 are used. Make sure that the quota is sufficient.').waitFor();
  await dialog.getByRole('button', { name: 'Add cluster' }).click();
  await dialog.getByText('make sure that the quota of project "team" is sufficient (clusters: 1 of 1 used').waitFor();
  await expectSound(page);
  await page.keyboard.press('Escape');

  // The page of the cluster, by keyboard.
  await page.getByRole('link', { name: 'masters' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname === '/clusters/masters');
  await page.getByText(/^audit-c\w+$/).waitFor();
  await page.getByRole('button', { name: 'Edit' }).click();
  await dialog.getByLabel('Project').fill('brand-new');
  await dialog.getByText('People of brand-new will see the cluster').waitFor();
  await expectSound(page);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'Quota of brand-new' }).waitFor();

  // Disabled and enabled again.
  await page.getByRole('switch', { name: 'Takes events' }).click({ force: true });
  await page.getByText('disabled: takes no events').waitFor();
  await page.getByRole('switch', { name: 'Takes events' }).click({ force: true });
  await page.getByText('enabled', { exact: true }).waitFor();

  // Held, it is not deleted.
  await page.getByRole('button', { name: 'Place legal hold' }).click();
  await dialog.getByLabel('Reason').fill('case 7');
  await dialog.getByLabel('Happened before').fill('2027-01-31');
  await expectSound(page);
  await dialog.getByRole('button', { name: 'Place legal hold' }).click();
  await page.getByRole('row', { name: /case 7 the first event 2027-01-31 08:00:00 admin/ }).waitFor();
  await page.getByText('Under legal hold: it cannot be deleted').waitFor();
  expect(await page.getByRole('button', { name: 'Delete', exact: true }).isDisabled()).toBe(true);
  await expectSound(page);
  await page.getByRole('button', { name: 'Lift the hold: case 7' }).click();
  await page.getByText('No legal hold').waitFor();

  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  const confirm = dialog.getByRole('button', { name: 'Delete' });
  expect(await confirm.isDisabled()).toBe(true);
  await dialog.getByLabel('Type masters to confirm').fill('master');
  expect(await confirm.isDisabled()).toBe(true);
  await dialog.getByLabel('Type masters to confirm').fill('masters');
  await confirm.click();
  await page.waitForURL((url) => url.pathname === '/clusters');
  await page.getByRole('row', { name: /prod-eu/ }).waitFor();
  expect(await page.getByRole('row', { name: /masters/ }).count()).toBe(0);
  expect(problems.filter((problem) => !problem.includes('409'))).toEqual([]);
  await page.context().close();
});

/** Requests as an API server sends them, of now: its lease, whole ones, one without its bodies. */
function bodyOf(lease: string): string {
  const time = new Date().toISOString().replace('Z', '000Z');
  const event = (auditID: string, stage: string, more: object) => ({
    level: 'Metadata',
    auditID,
    stage,
    requestReceivedTimestamp: time,
    stageTimestamp: time,
    ...more,
  });
  const renewal = {
    verb: 'update',
    requestURI: `/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/${lease}`,
    user: { username: 'system:apiserver' },
    objectRef: { resource: 'leases', namespace: 'kube-system', name: lease },
  };
  const read = {
    verb: 'get',
    requestURI: '/api/v1/nodes/x',
    user: { username: 'ann' },
    objectRef: { resource: 'nodes' },
  };
  const annotations = { 'audit.k8s.io/truncated': 'true' };
  const items = [
    event(crypto.randomUUID(), 'ResponseComplete', renewal),
    event(`${lease}-1`, 'RequestReceived', read),
    event(`${lease}-1`, 'ResponseComplete', { ...read, annotations }),
  ];
  return JSON.stringify({ kind: 'EventList', apiVersion: 'audit.k8s.io/v1', items });
}

it('shows the API servers of a cluster, what they left out, and where their metrics are read', async () => {
  const { page, problems } = await stage.signedIn();
  expect((await callAs(page, 'POST', '/api/v1/clusters', { name: 'watched' })).status).toBe(200);
  await page.goto(`${stage.server.url}/clusters/watched`);
  await page.getByText('No API server has sent anything yet').waitFor();
  await page.getByText('unknown: neither are metrics of the API servers read').waitFor();
  await stage.server.ingest('watched', bodyOf('apiserver-one'));
  await stage.server.ingest('watched', bodyOf('apiserver-two'));
  await page.reload();
  const servers = page.getByRole('table', { name: 'API servers', exact: true });
  await servers.getByRole('row', { name: /^apiserver-one 127\.0\.0\.1 sends / }).waitFor();
  await servers.getByRole('row', { name: /^apiserver-two / }).waitFor();

  // Named after the API server, its figures stand beside it.
  await page.getByRole('button', { name: 'Read the metrics of an API server' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('apiserver-one');
  await dialog.getByLabel('Address').fill('http://127.0.0.1:1/metrics');
  await dialog.getByLabel('Token').first().fill('very-secret');
  await expectSound(page);
  await dialog.getByRole('button', { name: 'Save' }).click();
  const sources = page.getByRole('table', { name: 'Metrics of API servers' });
  await sources.getByRole('row', { name: /apiserver-one http:\/\/127\.0\.0\.1:1\/metrics sealed never/i }).waitFor();
  // Nobody has allowed the server to call such an address.
  await sources.getByRole('row', { name: /127\.0\.0\.1 is/ }).waitFor();
  await expectSound(page);
  await page.getByRole('button', { name: 'Remove the metrics source apiserver-one' }).click();
  await page.getByText('No metrics are read.').waitFor();

  // A number leads to its events.
  await servers
    .getByRole('row', { name: /^apiserver-one / })
    .getByRole('link', { name: '1' })
    .first()
    .click();
  await page.waitForURL((url) => url.pathname === '/explore');
  await page.getByText('2 events').first().waitFor();
  expect(problems).toEqual([]);
  await page.context().close();
});

it('offers an administrator of a project what they may do, and no more', async () => {
  const { page, problems } = await stage.signedIn();
  expect((await callAs(page, 'PATCH', '/api/v1/projects/crew', { quota: { clusters: 3 } })).status).toBe(200);
  expect((await callAs(page, 'POST', '/api/v1/clusters', { name: 'theirs', project: 'crew' })).status).toBe(200);
  const lead = {
    name: 'lead',
    role: 'admin',
    limits: { projects: ['crew'] },
    password: 'a password that is long enough',
  };
  expect((await callAs(page, 'POST', '/api/v1/users', lead)).status).toBe(200);
  await page.context().close();
  const other = await stage.open();
  await other.page.locator('input[autocomplete=username]').fill('lead');
  await other.page.locator('input[autocomplete=current-password]').fill(lead.password);
  await other.page.keyboard.press('Enter');
  const next = other.page.locator('input[autocomplete=new-password]');
  await next.waitFor();
  await other.page.locator('input[autocomplete=current-password]').fill(lead.password);
  await next.fill('none of your business');
  await other.page.keyboard.press('Enter');
  await other.page.locator('[data-query]').waitFor();
  await other.page.goto(`${stage.server.url}/clusters`);
  await other.page.getByRole('row', { name: /theirs crew/ }).waitFor();
  await other.page.getByRole('row', { name: /crew 1 of 3/ }).waitFor();
  expect(await other.page.getByRole('row', { name: /prod-eu/ }).count()).toBe(0);
  expect(await other.page.getByRole('button', { name: 'Add cluster' }).count()).toBe(1);
  expect(await other.page.getByRole('button', { name: 'Add project' }).count()).toBe(0);
  await other.page.goto(`${stage.server.url}/clusters/theirs`);
  await other.page.getByRole('button', { name: 'Place legal hold' }).waitFor();
  expect(await other.page.getByRole('button', { name: 'Change quota' }).count()).toBe(0);
  await other.page.goto(`${stage.server.url}/clusters/prod-eu`);
  await other.page.getByText('There is no such cluster').waitFor();
  await expectSound(other.page);
  expect([...problems, ...other.problems]).toEqual([]);
  await other.page.context().close();
});
