import { afterEach, beforeEach, expect, test } from 'vitest';
import { readPost } from '../../delivery/index.ts';
import { cause, event, type NotifierTest, over, startNotifierTest } from './testkit.ts';

let on: NotifierTest;
beforeEach(async () => {
  on = await startNotifierTest();
});
afterEach(() => on.remove());

const minute = 60_000;
const hour = 60 * minute;

async function inbox() {
  const items = await on.kept.records.inbox.list({ reader: 'ann', limit: 1000 });
  return items.toReversed().map(({ message, state }) => [(JSON.parse(message) as { title: string }).title, state]);
}

test('without a policy each cause is a message to each channel of its rule, at once, and stands in the message centre', async () => {
  await on.take(event('eve', { channels: ['oncall', 'second'] }), event('bob'));
  expect(await on.told()).toEqual(['oncall: exec by eve', 'second: exec by eve', 'oncall: exec by bob']);
  expect(await inbox()).toEqual([
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
  expect(await inbox()).toEqual([
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
  expect([await on.told(), await inbox()]).toEqual([[], []]);
  await on.take(cause('ann', { isMuted: true }));
  const loud = cause('ann');
  await on.take(loud);
  await on.take(over(loud));
  expect(await on.told()).toEqual(['oncall: exec by ann', 'oncall: Over: exec by ann']);
});

test('a channel or policy that does not exist is said, and nothing is lost', async () => {
  await on.take(event('eve', { channels: ['gone', 'oncall'], policy: 'none' }));
  const entries = await on.messages();
  expect(entries.map(({ channel }) => channel)).toEqual(['gone', 'oncall']);
  const faults = entries[1]?.message.facts.filter(({ name }) => name === 'Fault').map(({ value }) => value);
  expect(faults).toEqual([
    'there is no policy "none": the channels of the rule are told',
    'there is no channel "gone": it was not told',
  ]);
  const [item] = await on.kept.records.inbox.list({ reader: 'ann', limit: 1 });
  expect(item?.message).toContain('there is no channel');
});

test('rules that name neither channels nor a policy go by the policy "default", where there is one', async () => {
  const unrouted = () => event('eve', { channels: [] });
  await on.take(unrouted());
  expect(await on.told()).toEqual([]);
  await on.putPolicy({ name: 'default', routes: [{ channels: ['second'] }] });
  await on.take(unrouted(), event('bob'));
  expect((await on.told()).toSorted()).toEqual(['oncall: exec by bob', 'second: exec by eve']);
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

test('alerts of a group wait for the first ones, then for the interval', async () => {
  await on.putPolicy({ routes: [{ groupBy: ['@rule'], groupWait: '30s', groupInterval: '5m', channels: ['second'] }] });
  await on.take(cause('eve', { policy: 'p' }));
  await on.advance(20_000);
  await on.take(cause('bob', { policy: 'p' }));
  expect(await on.told()).toEqual([]);
  // The message centre does not wait.
  expect(await inbox()).toHaveLength(2);
  await on.advance(10_000);
  expect(await on.told()).toEqual(['second: 2 alerts: Command executed in a container']);
  await on.take(cause('ann', { policy: 'p' }));
  await on.advance(4 * minute);
  expect(await on.told()).toEqual([]);
  await on.advance(minute);
  expect(await on.told()).toEqual(['second: exec by ann']);
});

test('what fires again or changes within the interval is one message, neither lost nor early', async () => {
  await on.putPolicy({ routes: [{ groupBy: ['@rule'], groupWait: '10s', groupInterval: '5m', channels: ['second'] }] });
  const [eve, bob] = [cause('eve', { policy: 'p' }), cause('bob', { policy: 'p' })];
  await on.take(eve, bob);
  await on.advance(10_000);
  await on.told();
  await on.advance(minute);
  await on.take(over(eve), cause('bob', { policy: 'p', isAgain: true }));
  await on.advance(minute);
  // Eve fires anew before anybody was told that she was over.
  await on.take(cause('eve', { policy: 'p', episode: 'exec:eve:2' }), cause('bob', { policy: 'p', isAgain: true }));
  await on.take(cause('bob', { policy: 'p', isAgain: true }));
  expect(await on.told()).toEqual([]);
  await on.advance(3 * minute);
  const messages = await on.messages();
  expect(messages.map(({ message }) => message.text)).toEqual([
    'New:\nhigh: exec by bob (firing again, 3 times)\nhigh: exec by eve (firing again, 2 times)',
  ]);
});

test('that all of a group is over is told however late, and groups with nothing to tell are forgotten', async () => {
  const policy = { groupBy: ['@rule'], groupInterval: '2d', repeatInterval: '1h', channels: ['second'] };
  await on.putPolicy({ routes: [policy] });
  const [eve, bob] = [cause('eve', { policy: 'p' }), cause('bob', { policy: 'p' })];
  await on.take(eve, bob);
  await on.told();
  await on.restart();
  await on.take(over(eve), over(bob));
  for (let hours = 0; hours < 48; hours += 1) await on.advance(hour);
  const messages = await on.messages();
  const [last] = messages.slice(-1);
  expect(last?.message).toMatchObject({ kind: 'resolved', title: 'Over: 2 alerts: Command executed in a container' });
  await on.advance(48 * hour);
  expect(await on.kept.records.alertGroups.ofPolicy('p')).toEqual([]);
});

test('what goes on firing is repeated, and what is over is not', async () => {
  await on.putPolicy({ routes: [{ repeatInterval: '4h', channels: ['second'] }] });
  const eve = cause('eve', { policy: 'p' });
  await on.take(eve, event('bob', { policy: 'p' }));
  expect(await on.told()).toHaveLength(2);
  await on.advance(4 * hour - 1);
  expect(await on.told()).toEqual([]);
  await on.advance(1);
  expect(await on.told()).toEqual(['second: exec by eve']);
  await on.restart();
  await on.advance(4 * hour);
  expect(await on.told()).toEqual(['second: exec by eve']);
  await on.take(over(eve));
  await on.told();
  await on.advance(24 * hour);
  expect(await on.told()).toEqual([]);
});

test('an edit of the policy in mid-interval starts nothing anew', async () => {
  const route = { groupBy: ['@rule'], groupWait: '10s', groupInterval: '5m', channels: ['second'] };
  await on.putPolicy({ routes: [route] });
  const eve = cause('eve', { policy: 'p' });
  await on.take(eve);
  await on.advance(10_000);
  await on.told();
  await on.advance(minute);
  await on.take(cause('bob', { policy: 'p' }));
  // The same route at another place, with another channel, and then another route that takes the same alerts.
  await on.putPolicy({
    routes: [
      { matchers: [{ label: 'x', op: '=', values: ['1'] }], channels: [] },
      { ...route, channels: ['oncall'] },
    ],
  });
  await on.advance(minute);
  const matchers = [{ attribute: 'rule', op: '=~', values: ['ex.*'] }];
  await on.putPolicy({ routes: [{ ...route, matchers, channels: ['oncall'] }] });
  expect(await on.told()).toEqual([]);
  await on.advance(3 * minute);
  expect(await on.told()).toEqual(['oncall: exec by bob']);
  // Whoever was told that it fires is told that it is over.
  await on.take(over(eve));
  await on.advance(5 * minute);
  expect(await on.told()).toEqual(['second: Over: exec by eve']);
});

test('a policy that is deleted leaves its alerts to the channels of their rules', async () => {
  await on.putPolicy({ routes: [{ groupWait: '10m', channels: ['second'] }] });
  await on.take(cause('eve', { policy: 'p' }));
  on.kept.records.transaction((transaction) => {
    transaction.alertPolicies.delete('p');
    on.notifier.policyChanged(transaction, 'p');
  });
  await on.advance(0);
  expect(await on.told()).toEqual(['oncall: exec by eve']);
});

test('an alert goes down the routes until one does not continue, and one that no route takes is only in the message centre', async () => {
  const severity = (value: string) => [{ attribute: 'severity', op: '=', values: [value] }];
  await on.putPolicy({
    routes: [
      { matchers: severity('critical'), channels: ['oncall'], continue: true },
      { matchers: [{ attribute: 'severity', op: '!=', values: ['low'] }], channels: ['second'] },
      { matchers: severity('high'), channels: ['oncall'] },
    ],
  });
  await on.take(
    event('a', { policy: 'p', severity: 'critical' }),
    event('b', { policy: 'p' }),
    event('c', { policy: 'p', severity: 'low' }),
  );
  expect(await on.told()).toEqual(['oncall: exec by a', 'second: exec by a', 'second: exec by b']);
  expect(await inbox()).toHaveLength(3);
});

test('the end of what was told is told where no route takes it any more', async () => {
  const high = [{ attribute: 'severity', op: '=', values: ['high'] }];
  await on.putPolicy({ routes: [{ matchers: high, channels: ['second'] }] });
  const [escalating, left] = [cause('eve', { policy: 'p' }), cause('bob', { policy: 'p' })];
  await on.take(escalating, left);
  expect(await on.told()).toEqual(['second: exec by eve', 'second: exec by bob']);
  const critical = cause('eve', { policy: 'p', severity: 'critical' });
  await on.take(critical);
  expect(await on.told()).toEqual([]);
  await on.putPolicy({ routes: [{ matchers: [{ label: 'x', op: '=', values: ['1'] }], channels: ['oncall'] }] });
  await on.restart();
  await on.take(over(critical));
  await on.take(over(left));
  expect(await on.told()).toEqual(['second: Over: exec by eve', 'second: Over: exec by bob']);
});

test('what fires outside of working hours is told when they begin', async () => {
  const hours = {
    timeZone: '+0000',
    days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
    from: '19:00',
    to: '20:00',
    tell: 'worktime',
  };
  await on.putPolicy({ routes: [{ channels: ['second'], hours }] });
  // It is 18:00 UTC.
  await on.take(event('eve', { policy: 'p' }));
  await on.advance(59 * minute);
  expect(await on.told()).toEqual([]);
  await on.restart();
  await on.advance(minute);
  expect(await on.told()).toEqual(['second: exec by eve']);
});

const cannotReach = {
  source: [{ attribute: 'rule', op: '=', values: ['down'] }],
  target: [{ attribute: 'rule', op: '=', values: ['exec'] }],
  equal: ['@cluster'],
};

test('while a source fires its targets are not told: come it later, with them, or before a restart', async () => {
  await on.putPolicy({ routes: [{ groupWait: '30s', channels: ['second'] }], inhibitions: [cannotReach] });
  const down = cause('node', { rule: 'down', policy: 'p', annotations: { en: { title: 'down' } } });
  await on.take(cause('eve', { policy: 'p' }));
  await on.advance(20_000);
  await on.take(down);
  await on.advance(10_000);
  expect(await on.told()).toEqual([]);
  await on.advance(20_000);
  expect(await on.told()).toEqual(['second: down']);
  await on.restart();
  await on.take(
    cause('bob', { policy: 'p' }),
    event('ann', { policy: 'p' }),
    cause('far', { policy: 'p', clusters: ['edge'] }),
  );
  await on.advance(hour);
  expect(await on.told()).toEqual(['second: exec by far']);
  await on.take(over(down));
  await on.advance(minute);
  // The event of ann was past by then.
  expect((await on.told()).toSorted()).toEqual(['second: Over: down', 'second: exec by bob', 'second: exec by eve']);
});

test('a source that no route takes inhibits all the same, and two of the same moment do not race', async () => {
  const matchers = [{ attribute: 'rule', op: '=', values: ['exec'] }];
  await on.putPolicy({ routes: [{ matchers, channels: ['second'] }], inhibitions: [cannotReach] });
  const [target, down] = [cause('eve', { policy: 'p' }), cause('node', { rule: 'down', policy: 'p' })];
  await on.take(target, down);
  expect(await on.told()).toEqual([]);
  await on.take(over(down));
  await on.advance(30_000);
  expect(await on.told()).toEqual(['second: exec by eve']);
});

test('the end of what was told is told, although a source fires by then', async () => {
  await on.putPolicy({ routes: [{ channels: ['second'] }], inhibitions: [cannotReach] });
  const eve = cause('eve', { policy: 'p' });
  await on.take(eve);
  await on.take(cause('node', { rule: 'down', policy: 'p', annotations: { en: { title: 'down' } } }));
  await on.take(over(eve));
  expect(await on.told()).toEqual(['second: exec by eve', 'second: down', 'second: Over: exec by eve']);
});

function at(milliseconds: number): string {
  return new Date(on.kept.clock.now() + milliseconds).toISOString();
}

const aboutEve = [{ label: 'user', op: '=', values: ['eve'] }];

test.each([undefined, 'p'])(
  'a silence keeps back up to its end and not at it; then what fires still is told, and the silence named (policy %s)',
  async (policy) => {
    if (policy !== undefined) await on.putPolicy({ routes: [{ channels: ['oncall'] }] });
    const before = cause('bob', { policy });
    await on.take(before);
    await on.told();
    const matchers = [{ label: 'user', op: '=~', values: ['eve|bob|gone'] }];
    await on.addSilence({ matchers, comment: 'maintenance', endsAt: at(hour) });
    const gone = cause('gone', { policy });
    await on.take(cause('eve', { policy }), event('eve', { policy }), gone);
    await on.take(over(gone));
    await on.advance(hour - 1);
    expect([await on.told(), await inbox()]).toEqual([[], [['exec by bob', 'open']]]);
    await on.restart();
    await on.advance(1);
    const messages = await on.messages();
    expect(messages.map(({ message }) => message.title).toSorted()).toEqual(['exec by bob', 'exec by eve']);
    for (const { message } of messages)
      expect(message.facts).toContainEqual({ name: 'Silence ended', value: '"maintenance", by ann' });
    expect(await inbox()).toHaveLength(3);
    await on.advance(hour);
    expect(await on.told()).toEqual([]);
  },
);

test('what is told at the very end of a silence is not silenced', async () => {
  await on.addSilence({ matchers: aboutEve, endsAt: at(1000) });
  on.kept.clock.advance(1000);
  await on.take(event('eve'));
  expect(await on.told()).toEqual(['oncall: exec by eve']);
});

test('the end of what was told before a silence passes it', async () => {
  const eve = cause('eve');
  await on.take(eve);
  await on.addSilence({ matchers: aboutEve, endsAt: at(hour) });
  await on.take(over(eve));
  expect(await on.told()).toEqual(['oncall: exec by eve', 'oncall: Over: exec by eve']);
  await on.advance(hour);
  expect(await on.told()).toEqual([]);
});

test('a silence that is ended early is over at once, and another one goes on keeping back', async () => {
  const id = await on.addSilence({ matchers: aboutEve, comment: 'one', endsAt: at(hour) });
  await on.addSilence({ matchers: aboutEve, comment: 'two', endsAt: at(2 * hour) });
  await on.take(cause('eve'));
  const end = () =>
    on.kept.records.transaction((transaction) => {
      transaction.alertSilences.end(id, on.kept.clock.now());
      on.notifier.silenceEnded(transaction, id);
    });
  end();
  end();
  expect(await on.told()).toEqual([]);
  await on.advance(2 * hour);
  const [told] = await on.messages();
  expect(told?.message.facts).toContainEqual({ name: 'Silence ended', value: '"two", by ann' });
});

test('nobody silences what they do not see', async () => {
  const silence = JSON.stringify({ kind: 'Silence', matchers: aboutEve, comment: 'x', endsAt: at(hour) });
  const scope = JSON.stringify({ clusterIds: ['c1'], namespaces: null, bodies: true });
  const given = { silence, startsAt: on.kept.clock.now(), endsAt: on.kept.clock.now() + hour, author: 'ann', scope };
  await on.kept.records.alertSilences.add(given);
  await on.take(
    event('eve'),
    event('eve', { scope: { clusterIds: ['c1'], namespaces: null, bodies: true }, rule: 'seen' }),
  );
  expect(await on.told()).toHaveLength(1);
});

test('ten thousand causes of a rule in a minute are two hundred messages and a digest, and never one of several severities', async () => {
  for (let batch = 0; batch < 20; batch += 1) {
    const severity = batch % 2 === 0 ? 'high' : 'low';
    await on.take(...Array.from({ length: 500 }, (_, index) => event(`u${batch}-${index}`, { severity })));
    on.kept.clock.advance(2000);
  }
  expect(await on.told()).toHaveLength(200);
  await on.advance(2 * minute);
  const messages = await on.messages();
  expect(messages.map(({ message }) => [message.kind, message.severity, message.data['alerts_count']])).toEqual([
    ['digest', 'high', 4800],
    ['digest', 'low', 5000],
  ]);
  expect(messages[0]?.message.text).toContain('exec by u0-200');
  // Another rule is not held up by it.
  await on.take(event('eve', { rule: 'other' }));
  expect(await on.told()).toHaveLength(1);
});

test('a group tells a hundred events one by one and counts the others, however many come', async () => {
  await on.putPolicy({ routes: [{ groupBy: ['@rule'], groupWait: '1h', channels: ['second'] }] });
  for (let batch = 0; batch < 50; batch += 1) {
    await on.take(...Array.from({ length: 200 }, (_, index) => event(`u${batch}-${index}`, { policy: 'p' })));
    await on.advance(minute);
  }
  await on.advance(hour);
  const messages = await on.messages();
  expect(messages.map(({ message }) => [message.kind, message.data['alerts_count']])).toEqual([
    ['alert', 100],
    ['digest', 9900],
  ]);
});

test('what came too fast fires all the same: it inhibits, and nobody is told of the end of what they were not told of', async () => {
  const many = Array.from({ length: 300 }, (_, index) => cause(`u${index}`));
  await on.take(...many);
  expect(await on.told()).toHaveLength(200);
  await on.take(...many.map((one) => over(one)));
  expect(await on.told()).toHaveLength(200);
});

test('after the clock was set back an hour nothing waits longer than it would have', async () => {
  await on.putPolicy({
    routes: [
      { groupBy: ['@rule'], groupWait: '10s', groupInterval: '5m', repeatInterval: '10m', channels: ['second'] },
    ],
  });
  await on.take(cause('eve', { policy: 'p' }));
  await on.advance(10_000);
  await on.told();
  await on.take(cause('bob', { policy: 'p' }));
  on.kept.clock.advance(-hour);
  await on.restart();
  await on.advance(5 * minute);
  expect(await on.told()).toEqual(['second: exec by bob']);
  on.kept.clock.advance(-hour);
  await on.restart();
  await on.advance(10 * minute);
  expect(await on.told()).toEqual(['second: 2 alerts: Command executed in a container']);
});

test('what was due while the server was down is told when it starts', async () => {
  await on.putPolicy({ routes: [{ groupBy: ['@rule'], groupWait: '1m', channels: ['second'] }] });
  await on.take(cause('eve', { policy: 'p' }));
  on.kept.clock.advance(24 * hour);
  await on.restart();
  expect(await on.told()).toEqual(['second: exec by eve']);
});

test('what the transaction does not keep was never taken', async () => {
  const eve = cause('eve');
  expect(() =>
    on.kept.records.transaction((transaction) => {
      on.notifier.take(transaction, [eve]);
      throw new Error('the disk is full');
    }),
  ).toThrow('the disk is full');
  expect([await on.told(), await inbox()]).toEqual([[], []]);
  await on.take(eve);
  expect(await on.told()).toHaveLength(1);
});
