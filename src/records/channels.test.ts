import { afterEach, beforeEach, expect, test } from 'vitest';
import { temporaryRecords, type TemporaryRecords } from './testkit.ts';

let kept: TemporaryRecords;
beforeEach(() => {
  kept = temporaryRecords();
});
afterEach(() => kept.remove());

const oncall = { name: 'oncall', type: 'webhook', language: 'en', settings: '{}', savedBy: 'ann' };

test('a channel is kept by its name, and says who saved it when', async () => {
  const { channels } = kept.records;
  await channels.put(oncall);
  kept.clock.advance(1000);
  await channels.put({ ...oncall, language: 'ja', savedBy: 'bob' });
  const expected = { ...oncall, language: 'ja', savedBy: 'bob', savedAt: kept.clock.now() };
  expect(await kept.reopen().channels.list()).toEqual([expected]);
  expect(await kept.records.channels.find('oncall')).toEqual(expected);
  expect(await kept.records.channels.delete('oncall')).toBe(true);
  expect(await kept.records.channels.delete('oncall')).toBe(false);
  expect(await kept.records.channels.find('oncall')).toBeUndefined();
});

test('there are so many and no more, and each of them can still be changed', async () => {
  const { channels } = kept.records;
  kept.records.transaction((within) => {
    for (let index = 0; index < 200; index += 1) within.channels.put({ ...oncall, name: `c-${index}` });
  });
  await expect(channels.put(oncall)).rejects.toMatchObject({ code: 'conflict' });
  expect(await channels.put({ ...oncall, name: 'c-7', language: 'ja' })).toMatchObject({ language: 'ja' });
});
