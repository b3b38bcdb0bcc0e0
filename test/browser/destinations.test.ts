import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callAs } from './support/api.ts';
import { expectSound, expectWhole } from './support/expect-sound.ts';
import { looksAt } from './support/looks.ts';
import { signIn } from './support/open-page.ts';
import { type ReceivedCall, type Receiver, startReceiver } from './support/receiver.ts';
import { screenshot } from './support/screenshot.ts';
import { createStage } from './support/stage.ts';

/** The one whose events the destinations of this file are sent. */
const forwarded = 'forwarded@corp.example';
let written = 0;

/** An event of that user, and the id that it has. */
function eventBody(name: string): { readonly id: string; readonly body: string } {
  written += 1;
  const now = new Date().toISOString();
  const id = `00000000-0000-4000-8000-${String(written).padStart(12, '0')}`;
  const event = {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'RequestResponse',
    auditID: id,
    stage: 'ResponseComplete',
    verb: 'get',
    requestURI: `/api/v1/namespaces/shop/secrets/${name}`,
    user: { username: forwarded },
    objectRef: { resource: 'secrets', namespace: 'shop', name, apiVersion: 'v1' },
    responseStatus: { metadata: {}, code: 200 },
    responseObject: { data: { password: 'bmV2ZXItc2VudA==' } },
    requestReceivedTimestamp: now,
    stageTimestamp: now,
  };
  return { id, body: JSON.stringify({ kind: 'EventList', apiVersion: 'audit.k8s.io/v1', items: [event] }) };
}

const stage = createStage({ callsThisMachine: true });
let sink: Receiver;
/** What the other side refuses: the event of this id. */
let refused: string | undefined;

/** The ids of the events in calls, each of which is an EventList. */
function idsIn(calls: readonly ReceivedCall[]): readonly string[] {
  return calls.flatMap(({ body }) =>
    (JSON.parse(body) as { readonly items: readonly { readonly auditID: string }[] }).items.map(
      ({ auditID }) => auditID,
    ),
  );
}

beforeAll(async () => {
  sink = await startReceiver((call) =>
    refused !== undefined && idsIn([call]).includes(refused) ? 'no such index' : undefined,
  );
});

afterAll(async () => {
  await sink?.stop();
});

async function open(page: Page, path: string): Promise<void> {
  await page.goto(`${stage.server.url}${path}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
}

it('a destination is made of a form, tried without sending, tested, sent to, and deleted', async () => {
  const { page, problems } = await stage.signedIn();
  await stage.server.ingest('prod-eu', eventBody('before').body);
  await open(page, '/explore');
  await page.getByRole('link', { name: 'Destinations' }).click();
  await page.getByText('No destination yet').waitFor();
  await expectSound(page);
  await page.getByRole('link', { name: 'Add destination' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('the siem');
  await page
    .getByText(/expected lower-case letters/)
    .first()
    .waitFor();
  const save = page.getByRole('button', { name: 'Save' });
  expect(await save.isDisabled()).toBe(true);
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('siem');
  await page.getByRole('textbox', { name: 'URL' }).fill(`${sink.url}/hook?key=never-shown`);
  const filter = page.getByRole('textbox', { name: 'Filter' });
  await filter.focus();
  await page.keyboard.insertText(`user.username: "${forwarded}"`);
  await filter.filter({ hasText: forwarded }).waitFor();

  const dryRun = page.getByRole('region', { name: 'Dry run' });
  await dryRun.getByRole('button', { name: 'Show what would be sent' }).click();
  const body = dryRun.getByLabel('Body 1');
  await body.getByText('"auditID":"00000000-0000-4000-8000-000000000001"').waitFor();
  expect(await dryRun.getByRole('listitem').count()).toBe(1);
  expect(await body.innerText()).toContain('"whodunit/redacted":"requestObject, responseObject"');
  expect(await page.content()).not.toContain('bmV2ZXItc2VudA==');
  await dryRun.getByText(`POST ${new URL(sink.url).origin}/…`).waitFor();
  await expectSound(page);
  await screenshot(page, 'destination-form-en-light-1280');
  expect(sink.calls).toEqual([]);

  await save.click();
  await page.getByRole('heading', { level: 1, name: 'siem' }).waitFor();
  expect(await page.content()).not.toContain('never-shown');
  await page.getByRole('button', { name: 'Send a test' }).click();
  await page.getByRole('status').getByText('taken (200)').waitFor();
  expect(sink.calls.map(({ path }) => path)).toEqual(['/hook?key=never-shown']);
  expect(sink.calls[0]?.body).toContain('whodunit:forwarding-test');

  const { id, body: sent } = eventBody('after');
  await stage.server.ingest('prod-eu', sent);
  await expect.poll(() => idsIn(sink.calls)).toContain(id);
  await page.getByText('show events of the last day').click();
  await page.waitForURL((url) => url.pathname === '/explore');
  await page.getByText('secrets/after').first().waitFor();

  await open(page, '/destinations/siem');
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('siem');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('No destination yet').waitFor();
  expect(problems).toEqual([]);
  await page.context().close();
});

it('what it refuses is a dead letter until it is sent again; a range is sent again; it is paused and goes on', async () => {
  const { page, problems } = await stage.signedIn();
  const form = {
    name: 'archive',
    type: 'webhook',
    url: `${sink.url}/archive`,
    filter: `user.username: "${forwarded}"`,
  };
  expect((await callAs(page, 'POST', '/api/v1/destinations', form)).status).toBe(200);
  const { id, body } = eventBody('refused');
  refused = id;
  await stage.server.ingest('prod-eu', body);
  await open(page, '/destinations');
  await page.getByRole('link', { name: '1: Show what it refused' }).click();
  const letters = page.getByRole('region', { name: 'Dead letters' });
  await letters.getByRole('cell', { name: 'no such index' }).waitFor();
  await expectSound(page);
  await letters.getByRole('button', { name: 'Send again' }).click();
  await letters.getByText('0 of 1 taken · refused (400): no such index').waitFor();
  refused = undefined;
  await screenshot(page, 'destination-en-light-1280');
  await letters.getByRole('button', { name: 'Send again' }).click();
  await letters.getByText('1 of 1 taken').waitFor();
  await letters.getByText('It has refused nothing').waitFor();

  const before = sink.calls.length;
  await page.getByRole('region', { name: 'Send a range again' }).getByRole('button', { name: 'Send again' }).click();
  const replays = page.getByRole('table', { name: 'Ranges that were sent again' });
  await replays.getByRole('cell', { name: 'done' }).waitFor();
  expect(idsIn(sink.calls.slice(before))).toContain(id);

  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByText('Nothing is sent. What comes meanwhile').waitFor();
  const late = eventBody('late');
  await stage.server.ingest('prod-eu', late.body);
  await page.getByText(/^behind by/).waitFor();
  expect(idsIn(sink.calls)).not.toContain(late.id);
  await page.getByRole('region', { name: 'Send a range again' }).getByRole('button', { name: 'Send again' }).click();
  await replays.getByRole('cell', { name: 'waits while it is paused' }).waitFor();
  await expectSound(page);
  await replays.getByRole('button', { name: 'End it' }).click();
  await replays.getByRole('cell', { name: 'ended by admin' }).waitFor();
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect.poll(() => idsIn(sink.calls)).toContain(late.id);
  expect(problems).toEqual([]);
  await page.context().close();
});

it('a destination is changed as a file, with what is wrong at its place, in the form as well', async () => {
  const { page, problems } = await stage.signedIn();
  const form = { name: 'filed', type: 'kubernetes-audit', url: `${sink.url}/filed`, clusters: ['edge'] };
  expect((await callAs(page, 'POST', '/api/v1/destinations', form)).status).toBe(200);
  await open(page, '/destinations/filed/edit');
  await page.getByText('File', { exact: true }).click();
  const file = page.getByRole('textbox', { name: 'File' });
  await file.filter({ hasText: 'kind: Destination' }).click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(
    'kind: Destination\nname: filed\ntype: kubernetes-audit\nshape: flat\nfilter: "a and"\n',
  );
  const findings = page.getByRole('list', { name: 'What is to be said of it' });
  await findings.getByText('Line 4').waitFor();
  await findings.getByText('Line 5').waitFor();
  expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
  await page.getByText('Form', { exact: true }).click();
  const shape = page.getByRole('combobox', { name: 'Shape' });
  await page.locator('.mantine-InputWrapper-error').getByText('kubernetes-audit takes no events as flat').waitFor();
  await expectSound(page);
  await shape.click();
  await page.getByRole('option', { name: 'EventList, as the webhook sends it' }).click();
  await page.getByText('More settings', { exact: true }).click();
  const bodies = page.getByRole('combobox', { name: 'Bodies that are sent all the same' });
  await bodies.click();
  await page.getByRole('option', { name: 'configmaps' }).click();
  await page.keyboard.press('Escape');
  await expectSound(page);
  await page.getByText('File', { exact: true }).click();
  await file.filter({ hasText: 'configmaps' }).waitFor();
  await file.filter({ hasText: 'shape: event-list' }).click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText('kind: Destination\nname: filed\ntype: kubernetes-audit\nfilter: "verb: delete"\n');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('verb: delete').waitFor();
  // The address was left out, and stays.
  await page.getByText(new URL(sink.url).host).first().waitFor();
  expect(problems).toEqual([]);
  await page.context().close();
});

it('a viewer sees how destinations fare, no secret, and nothing that changes them; who is limited sees none', async () => {
  const { page } = await stage.signedIn();
  const form = { name: 'seen', type: 'webhook', url: `${sink.url}/seen?key=never-shown` };
  expect((await callAs(page, 'POST', '/api/v1/destinations', form)).status).toBe(200);
  const enter = async (name: string, more: object): Promise<Page> => {
    const added = await callAs(page, 'POST', '/api/v1/users', { name, role: 'viewer', ...more });
    const { password } = added.body as { readonly password: string };
    const { page: own } = await stage.open();
    await signIn(own, stage.server, name, password);
    await own.locator('input[autocomplete=current-password]').fill(password);
    await own.locator('input[autocomplete=new-password]').fill('none of your business');
    await own.keyboard.press('Enter');
    await own.locator('[data-query]').waitFor();
    return own;
  };
  const viewer = await enter('onlooker', {});
  await open(viewer, '/destinations');
  await viewer.getByRole('link', { name: 'seen', exact: true }).click();
  await viewer.getByRole('heading', { name: 'Dead letters' }).waitFor();
  for (const name of ['Send a test', 'Pause', 'Delete', 'Show what would be sent', 'Send again'])
    expect(await viewer.getByRole('button', { name }).count()).toBe(0);
  expect(await viewer.content()).not.toContain('never-shown');
  await expectSound(viewer);
  await open(viewer, '/destinations/new');
  expect(await viewer.getByRole('button', { name: 'Save' }).count()).toBe(0);
  await viewer.context().close();
  const limited = await enter('tenant', { limits: { clusters: ['edge'], namespaces: null } });
  await open(limited, '/destinations');
  await limited.getByText('they are for those without limits').waitFor();
  await expectSound(limited);
  await limited.context().close();
  await page.context().close();
});

describe.each([390, 1280, 1920])('destinations, %i pixels wide', (width) => {
  it.concurrent.each(looksAt(width))('are sound on every page in %s, %s', async (language, scheme) => {
    const { page, problems } = await stage.signedIn(width, language, scheme);
    const name = `wide-${width}-${language.toLowerCase()}-${scheme}`;
    const form = {
      name,
      type: 'webhook',
      url: `${sink.url}/${name}`,
      filter: 'verb: never',
      redact: [{ fields: ['user.extra'] }],
    };
    expect((await callAs(page, 'POST', '/api/v1/destinations', form)).status).toBe(200);
    for (const path of ['', `/${name}`, '/new', `/${name}/edit`]) {
      await open(page, `/destinations${path}`);
      // Not expect.poll: these cases run at the same time, and it needs to know which test is its own.
      await page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null);
      await expectWhole(page);
    }
    // Away from the page of what is deleted: it would ask for it once more.
    await open(page, '/destinations');
    expect((await callAs(page, 'DELETE', `/api/v1/destinations/${name}`)).status).toBe(200);
    expect(problems).toEqual([]);
    await page.context().close();
  });
});
