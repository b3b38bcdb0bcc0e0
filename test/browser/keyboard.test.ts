import { expect, it } from 'vitest';
import { expectSound } from './support/expect-sound.ts';
import { createStage } from './support/stage.ts';

const range = 'from=2026-11-20T18:00:00.000Z&to=2026-11-20T18:10:00.000Z';

const stage = createStage();

it('every button round the list has a key, which presses it; sheet and palette name them', async () => {
  const { page, problems } = await stage.signedIn();
  await page.goto(`${stage.server.url}/explore?${range}&q=${encodeURIComponent('user.username: mallory')}`);
  await page.locator('[role=row][id=event-1]').waitFor();
  // The time has a handler, and its zone is part of it; the rest carries its action.
  const without = await page
    .locator('header button, header a, [class*=bar] > button, [class*=bar] > a, [class*=controls] button')
    .evaluateAll((all) =>
      all
        .filter((control) => !control.matches('[data-action]'))
        .map((control) => control.getAttribute('aria-label') ?? control.textContent ?? ''),
    );
  const known = [/^Time range/, /^Time zone/, /^Go to a page/, /^Keyboard shortcuts/, /^Inbox/, /hidden$/];
  expect(without.filter((label) => !known.some((pattern) => pattern.test(label)))).toEqual([]);

  await page.getByRole('grid').focus();
  await page.keyboard.press('e');
  await page.getByRole('menuitem', { name: /CSV/ }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('menuitem', { name: /CSV/ }).waitFor({ state: 'detached' });
  await page.keyboard.press('h');
  await page.waitForURL((url) => url.searchParams.get('noise') === 'show');
  await page
    .getByRole('status')
    .filter({ hasText: /events/ })
    .waitFor();
  await page.keyboard.press('3');
  await page.waitForURL((url) => url.searchParams.get('view') === 'analysis');
  await page.keyboard.press('1');
  await page.waitForURL((url) => !url.searchParams.has('view'));

  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog');
  await sheet.getByText('Export').waitFor();
  expect(await sheet.locator('dt').count()).toBeGreaterThan(40);
  await expectSound(page);
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });
  expect(problems).toEqual([]);
  await page.context().close();
});

it('the palette does what the page can do, and finds namespaces and what was searched before', async () => {
  const { page, problems } = await stage.signedIn();
  await page.goto(`${stage.server.url}/explore?${range}&q=${encodeURIComponent('user.username: mallory')}`);
  await page.locator('[role=row][id=event-1]').waitFor();
  const palette = page.getByRole('combobox');
  await page.keyboard.press('ControlOrMeta+k');
  await palette.fill('zoom');
  await page.getByRole('option', { name: 'Zoom the time out' }).waitFor();
  await page.getByRole('status').filter({ hasText: 'entries' }).waitFor();
  await expectSound(page);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.searchParams.get('from') !== '2026-11-20T18:00:00.000Z');

  await page.goto(`${stage.server.url}/clusters`);
  await page.getByRole('heading', { name: 'Clusters' }).first().waitFor();
  await page.keyboard.press('ControlOrMeta+k');
  await palette.fill('zoom');
  await page.getByRole('option', { name: 'zoom Search for this' }).waitFor();
  expect(await page.getByRole('option', { name: 'Zoom the time out' }).count()).toBe(0);
  await palette.fill('mallory');
  await page.getByRole('option', { name: 'user.username: mallory Recent search' }).click();
  await page.waitForURL((url) => url.searchParams.get('q') === 'user.username: mallory');

  const now = new Date().toISOString().replace('Z', '000Z');
  await stage.server.ingest(
    'edge',
    JSON.stringify({
      kind: 'Event',
      apiVersion: 'audit.k8s.io/v1',
      level: 'Metadata',
      auditID: 'of-now',
      stage: 'ResponseComplete',
      requestURI: '/api/v1/namespaces/harbour/pods',
      verb: 'list',
      user: { username: 'lena' },
      objectRef: { resource: 'pods', namespace: 'harbour' },
      requestReceivedTimestamp: now,
      stageTimestamp: now,
    }),
  );
  await page.keyboard.press('ControlOrMeta+k');
  await palette.fill('harb');
  await page.getByRole('option', { name: 'harbour Namespace' }).click();
  await page.waitForURL((url) => /objectRef\.namespace.*harbour/.test(url.searchParams.get('q') ?? ''));
  expect(problems).toEqual([]);
  await page.context().close();
});
