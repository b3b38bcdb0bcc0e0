import { afterEach, beforeEach, expect, test } from 'vitest';
import { readPost } from '../../delivery/index.ts';
import { cause, event, type NotifierTest, over, startNotifierTest } from './testkit.ts';

let on: NotifierTest;
beforeEach(async () => {
  on = await startNotifierTest();
});
afterEach(() => on.remove());

test('without a policy each cause is a message to each channel of its rule, at once, and stands in the message centre', async () => {
  await on.take(event('eve', { channels: ['oncall', 'second'] }), event('bob'));
  expect(await on.told()).toEqual(['oncall: exec by eve', 'second: exec by eve', 'oncall: exec by bob']);
  expect(await on.inbox()).toEqual([
    ['exec by eve', 'open'],
    ['exec by bob', 'open'],
  ]);
  // Nothing is kept of what has no end.
  expect(await on.kept.records.alertGroups.ofPolicy(undefined)).toEqual([]);
});

test('the message centre says all of it in each language, also what is not told, and that it is over', async () => {
  const eve = cause('eve', { channels: ['nowhere'] });
  await on.take(eve);
  await on.take(over(eve, { channels: [] }));
  const items = await on.kept.records.inbox.list({ reader: 'ann', limit: 10 });
  const inLanguage = (language: string) =>
    items.toReversed().map(({ message }) => {
      const { title, facts } = readPost(message, language);
      return [title, ...facts.slice(0, 2).map(({ name }) => name), facts.at(-1)?.value].join(' | ');
    });
  expect(inLanguage('ja')).toEqual([
    'exec by eve | ルール | 重大度 | チャネル「nowhere」は存在しないため、通知されませんでした',
    '解消: exec by eve | ルール | 重大度 | sh',
  ]);
  expect(inLanguage('zh-CN')[1]).toEqual('已恢复：exec by eve | 规则 | 严重度 | sh');
  expect(inLanguage('de')[1]).toEqual('Over: exec by eve | Rule | Severity | sh');
});

test('that it is over is told wherever it was told that it fires, and a rule without sendResolved tells nobody', async () => {
  const [loud, quiet] = [cause('eve'), cause('bob', { ends: 'silently' })];
  await on.take(loud, quiet);
  await on.told();
  await on.restart();
  // The channels of the rule have changed since.
  await on.take(over(loud, { channels: ['second'] }), over(quiet));
  const messages = await on.messages();
  expect(messages.map(({ channel, message }) => [channel, message.kind, message.title])).toEqual([
    ['oncall', 'resolved', 'Over: exec by eve'],
  ]);
  expect(messages[0]?.message.problem).toBe(loud.episode);
  expect(await on.inbox()).toEqual([
    ['exec by eve', 'resolved'],
    ['exec by bob', 'resolved'],
    ['Over: exec by eve', 'resolved'],
  ]);
  expect(await on.kept.records.alertGroups.ofPolicy(undefined)).toEqual([]);
});

test('what fires again is told again, in the same order and of the same problem', async () => {
  const first = cause('eve');
  await on.take(first);
  await on.take(cause('eve', { isAgain: true }));
  await on.take(over(first));
  const [one, two, three] = (await on.kept.records.outbox.list({ limit: 10 })).toReversed();
  expect([one?.sequence, two?.sequence].map((sequence) => sequence === three?.sequence)).toEqual([true, true]);
  const messages = await on.messages();
  expect(messages.map(({ message }) => message.problem)).toEqual(Array.from({ length: 3 }, () => first.episode));
  expect(messages[1]?.message.facts).toContainEqual({ name: 'Status', value: 'firing again' });
});

test('what is muted is told nobody, nor that it is over; what fires after it is', async () => {
  const muted = cause('eve', { isMuted: true });
  await on.take(muted, event('bob', { isMuted: true }));
  await on.take(over(muted));
  expect([await on.told(), await on.inbox()]).toEqual([[], []]);
  await on.take(cause('ann', { isMuted: true }));
  const loud = cause('ann');
  await on.take(loud);
  await on.take(over(loud));
  expect(await on.told()).toEqual(['oncall: exec by ann', 'oncall: Over: exec by ann']);
});

test('an alert with faults goes out with what could be filled in and the fault named', async () => {
  await on.take(event('eve', { annotations: { en: {} }, faults: ['desc: there is no column "pod"'] }));
  const [told] = await on.messages();
  expect(told?.message).toMatchObject({ title: 'Command executed in a container', text: '' });
  expect(told?.message.facts).toContainEqual({ name: 'Fault', value: 'desc: there is no column "pod"' });
});

test('each channel is told in its language', async () => {
  const { channels } = on.kept.records;
  const channel = { type: 'webhook', settings: '{}', savedBy: 'ann' };
  await channels.put({ ...channel, name: 'beijing', language: 'zh-CN' });
  await channels.put({ ...channel, name: 'tokyo', language: 'ja' });
  const annotations = { en: { title: 'exec', desc: 'x' }, 'zh-CN': { title: '执行命令' } };
  const fired = cause('eve', { channels: ['beijing', 'tokyo'], annotations });
  await on.take(fired);
  await on.take(over(fired));
  const messages = await on.messages();
  expect(messages.map(({ message }) => message.title)).toEqual(['执行命令', 'exec', '已恢复：执行命令', '解消: exec']);
  expect(messages[0]?.message).toMatchObject({ language: 'zh-CN', text: 'x' });
  expect(messages[1]?.message.facts[0]?.name).toBe('ルール');
});

test('what the transaction does not keep was never taken', async () => {
  const eve = cause('eve');
  expect(() =>
    on.kept.records.transaction((transaction) => {
      on.notifier.take(transaction, [eve]);
      throw new Error('the disk is full');
    }),
  ).toThrow('the disk is full');
  expect([await on.told(), await on.inbox()]).toEqual([[], []]);
  await on.take(eve);
  expect(await on.told()).toHaveLength(1);
});
