// What is marked in the histogram, and what is said of a query, in the language of the reader.
import { expect, it } from 'vitest';
import { expectSound } from './support/expect-sound.ts';
import { shoot } from './support/screenshot.ts';
import { createStage } from './support/stage.ts';

const range = 'from=2026-11-20T18:00:00.000Z&to=2026-11-20T18:10:00.000Z';

const stage = createStage();

it('keeps a note beside the events, which others see too, until its author takes it away', async () => {
  const { page, problems } = await stage.signedIn();
  await page.goto(`${stage.server.url}/explore?${range}`);
  await page.locator('[role=row][id=event-3]').waitFor();
  // By its key, as everything round the events.
  await page.keyboard.press('N');
  const dialog = page.getByRole('dialog', { name: 'Add a note' });
  await dialog.getByLabel('Note').fill('release 1.4');
  await dialog.getByLabel('Time').fill('in a while');
  await dialog.getByText('This is no time').waitFor();
  await dialog.getByLabel('Time').fill('2026-11-20T18:05:00Z');
  await shoot(page, 'note-dialog');
  await dialog.getByRole('button', { name: 'Save' }).click();
  const chart = page.getByRole('region', { name: 'Events over time, by outcome' });
  await chart.getByText('release 1.4 (admin)').last().waitFor();
  await dialog.waitFor({ state: 'hidden' });
  await shoot(page, 'note-1280');
  await expectSound(page);
  await page.setViewportSize({ width: 390, height: 800 });
  await shoot(page, 'note-390');
  await expectSound(page);
  await page.reload();
  await chart.getByRole('button', { name: /Delete the note .*release 1\.4/ }).click();
  await chart.getByText('release 1.4 (admin)').last().waitFor({ state: 'detached' });
  expect(problems).toEqual([]);
});

it.each([
  ['zh-CN', '没有字段“user.nmae”'],
  ['ja', 'フィールド「user.nmae」はありません'],
])('says in %s what is wrong with a query', async (language, message) => {
  const { page } = await stage.signedIn(1280, language);
  await page.goto(`${stage.server.url}/explore?${range}&q=${encodeURIComponent('user.nmae: mallory')}`);
  await page.getByRole('alert').getByText(message).first().waitFor();
  await shoot(page, `wording-${language}`);
});
