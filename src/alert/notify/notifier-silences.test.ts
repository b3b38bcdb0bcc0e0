import { afterEach, beforeEach, expect, test } from 'vitest';
import { cause, event, type NotifierTest, over, startNotifierTest } from './testkit.ts';

let on: NotifierTest;
beforeEach(async () => {
  on = await startNotifierTest();
});
afterEach(() => on.remove());

const hour = 60 * 60_000;

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
    expect([await on.told(), await on.inbox()]).toEqual([[], [['exec by bob', 'open']]]);
    await on.restart();
    await on.advance(1);
    const messages = await on.messages();
    expect(messages.map(({ message }) => message.title).toSorted()).toEqual(['exec by bob', 'exec by eve']);
    for (const { message } of messages)
      expect(message.facts).toContainEqual({ name: 'Silence ended', value: '"maintenance", by ann' });
    expect(await on.inbox()).toHaveLength(3);
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
