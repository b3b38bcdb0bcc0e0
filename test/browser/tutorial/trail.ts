// docs/tutorial/find-the-incident.md, step by step: the searches, what is looked at, what is pinned, and the case that comes of it.
import { readFileSync } from 'node:fs';
import type { TFunction } from 'i18next';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Hands } from './hands.ts';

const intruder = '198.51.100.23';
const jonas = 'jonas.lind@portside.example';
const worker = 'system:node:harbor-prod-worker-3';
const today = Date.now();

/** What the case says in the language of whoever makes it. */
export interface Notes {
  readonly name: string;
  readonly forgotten: string;
  readonly stolen: string;
}

/** Somebody who follows the trail. */
interface Reader {
  readonly page: Page;
  readonly hands: Hands;
  readonly t: TFunction;
}

/** Follows the trail from the sign-in to the exported case; gives the text of that. */
export async function followTrail(reader: Reader, notes: Notes): Promise<string> {
  await chooseTime(reader);
  await whoDeleted(reader, notes.name);
  await whatElse(reader);
  await lookedFor(reader);
  await letIn(reader);
  await podFor(reader);
  await ranInIt(reader);
  await took(reader);
  return handOn(reader, notes);
}

/** The last thirty days, in UTC. */
async function chooseTime({ page, hands, t }: Reader): Promise<void> {
  await hands.press(page.getByRole('button', { name: `${t('time.range')}:` }), 't');
  await hands.press(page.getByRole('button', { name: t('time.last30d'), exact: true }));
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await hands.press(page.getByRole('button', { name: `${t('time.zone')}:` }));
  await hands.write(page.getByRole('textbox', { name: t('time.filterZones') }), 'UTC');
  await hands.press(page.getByRole('button', { name: /^UTC/ }).first());
  await page.waitForURL(({ searchParams }) => searchParams.get('tz') === 'UTC');
  // What closes gives the focus back.
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

async function whoDeleted(reader: Reader, name: string): Promise<void> {
  const { page, hands, t } = reader;
  const deletion = 'verb: delete and objectRef.resource: namespaces and objectRef.name: staging';
  await hands.search(deletion);
  await found(reader, 1);
  await hands.press(page.locator('[data-action=noise]'), 'h');
  await page.waitForURL(({ searchParams }) => searchParams.get('noise') === 'show');
  await found(reader, 1);
  const drawer = await open(reader, 0, 'system:serviceaccount:payments:release-bot', 'ClusterRoleBinding release-bot');
  await hands.press(drawer.getByRole('button', { name: t('pin.pinEvent') }), 'q');
  await hands.write(page.getByRole('textbox', { name: t('pin.newCase') }), name);
  await hands.press(page.getByRole('button', { name: t('pin.begin') }), 'Enter');
  await pinned(reader, 1);
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await close(reader);

  const usual = 'user.username: release-bot and objectRef.resource: namespaces';
  const client = 'select "userAgent", sourceIPs, count(*) as events group by "userAgent", sourceIPs order by events';
  await answered(reader, `${usual} | ${client}`, [intruder], ['release-runner/2.4.1']);

  await hands.search(deletion);
  await found(reader, 1);
  await open(reader, 0, intruder);
  await hands.press(drawer.getByRole('button', { name: intruder }).first());
  await hands.press(page.getByRole('menuitem', { name: t('value.only'), exact: true }));
  await page.waitForURL(({ searchParams }) => searchParams.get('q')?.includes(`sourceIPs == "${intruder}"`) === true);
  await close(reader);
}

async function whatElse(reader: Reader): Promise<void> {
  const { page, hands, t } = reader;
  await search(reader, `sourceIPs: ${intruder}`, 38);
  const who =
    'select "user.username" as who, count(*) as events, min(requestReceivedTimestamp) as first group by who order by first';
  const bot = 'system:serviceaccount:payments:release-bot';
  await answered(reader, `sourceIPs: ${intruder} | ${who}`, [jonas, '29', '03:10:07'], [worker, '6'], [bot, '3']);

  const where =
    'select sourceIPs, "userAgent", count(*) as events group by sourceIPs, "userAgent" order by events desc';
  await answered(reader, `user.username: "${jonas}" | ${where}`, ['203.0.113.201', 'kubectl/v1.33.1'], [intruder]);

  const before = `user.username: "${jonas}" and sourceIPs: ${intruder}`;
  await chooseRange(reader, dayOfStory(1), dayOfStory(23));
  await search(reader, before, 0);
  await hands.pinSearch();
  await pinned(reader, 2);
  await hands.press(page.getByRole('button', { name: `${t('time.range')}:` }), 't');
  await hands.press(page.getByRole('button', { name: t('time.last30d'), exact: true }));
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await search(reader, before, 29);
  const stolen = await credentialOf(reader);
  await hands.search(`user.username: "${jonas}" and sourceIPs: 203.0.113.201`);
  expect(await credentialOf(reader)).toBe(stolen);
}

async function lookedFor(reader: Reader): Promise<void> {
  const { page, hands, t } = reader;
  await search(reader, `user.username: "${jonas}" and sourceIPs: ${intruder}`, 29);
  await hands.press(page.locator('[data-action=order]'), 'v');
  await page.waitForURL(({ searchParams }) => searchParams.get('order') === 'asc');
  await settled(page);
  const drawer = await open(reader, 0, '/api?timeout=32s');
  await hands.press(drawer.getByRole('button', { name: t('event.previous') }), '[');
  await drawer.getByText('/apis?timeout=32s').first().waitFor();
  await close(reader);
  await hands.press(page.locator('[data-action=order]'), 'v');
  await page.waitForURL(({ searchParams }) => !searchParams.has('order'));

  await search(reader, `sourceIPs: ${intruder} and objectRef.resource: selfsubject*`, 8);
  const lists = `user.username: "${jonas}" and objectRef.resource: secrets and verb: list`;
  await search(reader, `${lists} and responseStatus.code: 403`, 9);
  await rowsShown(page, 1);
  await hands.press(page.locator('[data-action=alike]'), 'Shift+A');
  await rowsShown(page, 9);
  await hands.press(page.locator('[data-action=alike]'), 'Shift+A');
  await rowsShown(page, 1);
  await search(reader, lists, 10);
}

async function letIn(reader: Reader): Promise<void> {
  await open(reader, 0, 'RoleBinding load-test/staging', 'ClusterRole edit');
  await pin(reader, 3);
  await close(reader);
  await search(reader, 'annotations.authorization.k8s.io/reason: "load-test"', 11);
  await search(reader, 'objectRef.resource: rolebindings and verb: create and objectRef.name: load-test', 1);
  await open(reader, 0, 'bram.devries@harbor.example');
  await pin(reader, 4);
  await close(reader);
}

async function podFor(reader: Reader): Promise<void> {
  const { hands, t } = reader;
  await search(reader, 'verb: create and objectRef.resource: pods and requestObject.spec.volumes: hostPath', 1);
  const drawer = await open(reader, 0, 'metrics-probe', 'hostPath volumes');
  await hands.press(drawer.getByRole('tab', { name: t('event.raw') }));
  const told = await drawer.locator('pre').innerText();
  expect(told).toContain('"hostPath":{"path":"/"');
  expect(told).toContain('"nodeName":"harbor-prod-worker-3"');
  await pin(reader, 5);
  await close(reader);
}

async function ranInIt(reader: Reader): Promise<void> {
  const { hands, t } = reader;
  await search(reader, 'objectRef.name: metrics-probe and objectRef.subresource: exec and stage: ResponseStarted', 3);
  const drawer = await open(reader, 0, 'cat /host/var/lib/kubelet/pki/kubelet-client-current.pem');
  await pin(reader, 6);
  for (const [index, command] of ['cat /host/etc/kubernetes/kubelet.conf', 'ls /host/var/lib/kubelet/pki'].entries()) {
    await hands.press(drawer.getByRole('button', { name: t('event.next') }), ']');
    await drawer.getByText(command).first().waitFor();
    await pin(reader, 7 + index);
  }
  await close(reader);
}

async function took(reader: Reader): Promise<void> {
  const { hands, t } = reader;
  await search(reader, `user.username: "${worker}" not sourceIPs: 10.20.0.13`, 6);
  const secrets = 'objectRef.namespace: payments and objectRef.resource: secrets and responseStatus.code: 200';
  await search(reader, `sourceIPs: ${intruder} and ${secrets}`, 3);
  const drawer = await open(reader, 0, 'release-bot-token');
  await pin(reader, 9);
  for (const [index, name] of ['card-gateway-signing-key', 'ledger-db'].entries()) {
    await hands.press(drawer.getByRole('button', { name: t('event.next') }), ']');
    await drawer.getByText(name).first().waitFor();
    await pin(reader, 10 + index);
  }
  await close(reader);
}

async function handOn({ page, hands, t }: Reader, { name, forgotten, stolen }: Notes): Promise<string> {
  await hands.goToCase(name);
  const pins = page.getByRole('list', { name: t('cases.pins') }).getByRole('listitem');
  await pins.nth(10).waitFor();
  // It is where the trail begins, so it is told first.
  for (const number of [4, 3, 2]) {
    await hands.press(page.getByRole('button', { name: t('cases.up', { number }), exact: true }));
    await page
      .getByText(t('cases.moved', { from: number, to: number - 1 }), { exact: true })
      .waitFor({ state: 'attached' });
  }
  await note(page, hands, t('cases.noteOf', { number: 1 }), forgotten);
  await note(page, hands, t('cases.noteOf', { number: 11 }), stolen);
  await hands.press(page.getByText(t('cases.orderOfTime'), { exact: true }));
  // The search that found nothing looked at days from the first on.
  await pins.nth(1).getByText('bram.devries@harbor.example').waitFor();
  await hands.press(page.getByRole('button', { name: t('cases.export'), exact: true }), 'e');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    hands.press(page.getByRole('menuitem', { name: t('cases.markdown'), exact: true })),
  ]);
  return readFileSync(await download.path(), 'utf8');
}

/** Writes a note, which is kept when the field is left. */
async function note(page: Page, hands: Hands, label: string, text: string): Promise<void> {
  const field = page.getByRole('textbox', { name: label, exact: true });
  await hands.write(field, text);
  await Promise.all([
    page.waitForResponse((response) => response.request().method() === 'PATCH' && response.ok()),
    hands.leave(field),
  ]);
}

async function search(reader: Reader, query: string, count: number): Promise<void> {
  await reader.hands.search(query);
  await reader.page.waitForURL(({ searchParams }) => searchParams.get('q') === query);
  await found(reader, count);
}

/** Runs a statement; its answer has rows with these texts. */
async function answered({ page, hands, t }: Reader, query: string, ...rows: (readonly string[])[]): Promise<void> {
  await hands.search(query);
  await page.waitForURL(({ searchParams }) => searchParams.get('q') === query);
  const counted = t('explore.rowCount', { count: rows.length, text: String(rows.length) });
  await page.getByText(counted, { exact: true }).waitFor();
  await settled(page);
  const shown = page.getByRole('table', { name: t('analysis.result') }).getByRole('row');
  for (const texts of rows)
    await texts
      .reduce((row, text) => row.filter({ hasText: text }), shown)
      .first()
      .waitFor();
}

/** Waits until the search is answered, with so many events. */
async function found({ page, t }: Reader, count: number): Promise<void> {
  await page.getByText(t('explore.eventCount', { count, text: String(count) }), { exact: true }).waitFor();
  await settled(page);
}

async function rowsShown(page: Page, count: number): Promise<void> {
  await page.locator(`[role=row][id=event-${count}]`).waitFor({ state: 'detached' });
  await page.locator(`[role=row][id=event-${count - 1}]`).waitFor();
}

const settled = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => !document.querySelector('[aria-busy="true"], [data-stale]'));

/** Opens an event, which says these texts. */
async function open({ page, hands, t }: Reader, place: number, ...texts: readonly string[]): Promise<Locator> {
  await hands.openEvent(place);
  const drawer = page.getByRole('complementary', { name: t('event.title'), exact: true });
  for (const text of texts) await drawer.getByText(text).first().waitFor();
  return drawer;
}

async function close({ page, hands, t }: Reader): Promise<void> {
  const drawer = page.getByRole('complementary', { name: t('event.title'), exact: true });
  await hands.press(drawer.getByRole('button', { name: t('common.close') }), 'Escape');
  await drawer.waitFor({ state: 'detached' });
}

/** Pins the open event, which makes so many pins. */
async function pin(reader: Reader, count: number): Promise<void> {
  const { page, hands, t } = reader;
  const drawer = page.getByRole('complementary', { name: t('event.title'), exact: true });
  await hands.press(drawer.getByRole('button', { name: t('pin.pinEvent') }), 'q');
  await drawer.getByRole('button', { name: t('pin.unpinEvent'), pressed: true }).waitFor();
  await pinned(reader, count);
}

/** Waits until the case has so many pins. */
async function pinned({ page }: Reader, count: number): Promise<void> {
  await page.locator('[class*=Indicator]').getByText(String(count), { exact: true }).waitFor({ state: 'attached' });
}

/** The id of the credential that the first event was signed with. */
async function credentialOf(reader: Reader): Promise<string> {
  const { page, hands, t } = reader;
  await page.locator('[role=row][id=event-0]').waitFor();
  await settled(page);
  const drawer = await open(reader, 0, jonas);
  await hands.press(drawer.getByRole('tab', { name: t('event.raw') }));
  const text = await drawer.locator('pre').innerText();
  await close(reader);
  const id = /"authentication\.kubernetes\.io\/credential-id":\["([^"]+)"/.exec(text.replaceAll(/\s/g, ''))?.[1];
  if (id === undefined) throw new Error(`no credential in ${text}`);
  return id;
}

async function chooseRange({ page, hands, t }: Reader, from: string, to: string): Promise<void> {
  await hands.press(page.getByRole('button', { name: `${t('time.range')}:` }), 't');
  await hands.write(page.getByRole('textbox', { name: t('time.from'), exact: true }), from);
  await hands.write(page.getByRole('textbox', { name: t('time.to'), exact: true }), to);
  await hands.press(page.getByRole('button', { name: t('time.apply'), exact: true }));
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** Midnight at which a day of the story begins, as one writes it; day 30 is today. */
function dayOfStory(day: number): string {
  return new Date(today - (30 - day) * 86_400_000).toISOString().slice(0, 10);
}
