import { describe, expect, test } from 'vitest';
import { dispatchScene } from './testkit.ts';

const minute = 60_000;
const hour = 60 * minute;
const scene = dispatchScene();
const { idsAt, entryOf, triesOf, eventually, becomes, pass, idle } = scene;

describe('what may pass is tried again', () => {
  test('with waits that double, and ends well', async () => {
    scene.answer = () => ({ status: 500, body: 'down' });
    scene.kept.send({ key: 'a' });
    for (const [index, wait] of [1, 2, 4, 8, 16].entries()) {
      await eventually(async () => expect(await triesOf('a')).toHaveLength(index + 1));
      scene.kept.clock.advance(wait * 1000 - 1);
      await idle();
      expect(await triesOf('a')).toHaveLength(index + 1);
      scene.kept.clock.advance(1);
    }
    await eventually(async () => expect(await triesOf('a')).toHaveLength(6));
    scene.answer = () => ({});
    scene.kept.clock.advance(32_000);
    await becomes('a', 'sent');
    expect((await triesOf('a')).map(({ outcome }) => outcome)).toEqual([...Array(6).fill('retry'), 'delivered']);
    expect((await triesOf('a'))[0]).toMatchObject({ status: 500, answer: 'down' });
  });

  test('for an hour of refusals: none is lost, and all come in their order', async () => {
    scene.answer = () => ({ status: 429, headers: { 'retry-after': '600' } });
    const keys = Array.from({ length: 30 }, (_, index) => `m${String(index).padStart(2, '0')}`);
    scene.kept.send(...keys.map((key) => ({ key, sequence: 'one' })));
    await eventually(async () => expect(await triesOf('m00')).toHaveLength(1));
    await pass(hour, 5 * minute);
    const tries = scene.receiver.received.length;
    expect(tries).toBeLessThan(10);
    expect(scene.kept.delivery.failures().get('oncall')).toMatchObject({ answer: '' });
    scene.answer = () => ({});
    await pass(20 * minute, 10 * minute);
    await becomes('m29', 'sent');
    expect(idsAt('/oncall').slice(tries)).toEqual(keys);
    expect(scene.kept.delivery.failures()).toEqual(new Map());
  });

  test('not before the other side asked for', async () => {
    scene.answer = () => ({ status: 429, headers: { 'retry-after': '7' } });
    scene.kept.send({ key: 'a' });
    await eventually(async () => expect(await triesOf('a')).toHaveLength(1));
    scene.answer = () => ({});
    scene.kept.clock.advance(6999);
    scene.kept.send({ key: 'b' });
    await idle();
    expect(scene.receiver.received).toHaveLength(1);
    scene.kept.clock.advance(1);
    await becomes('a', 'sent');
    await becomes('b', 'sent');
  });

  test('after a wait of which chance takes any part', async () => {
    await scene.kept.restart({ random: () => 1 / 3 });
    scene.answer = () => ({ status: 500 });
    scene.kept.send({ key: 'a' });
    await eventually(async () => expect(await triesOf('a')).toHaveLength(1));
    scene.answer = () => ({});
    scene.kept.clock.advance(1000);
    await becomes('a', 'sent');
  });

  test('where the answer breaks off: it is not known whether it was taken', async () => {
    scene.answer = () => ({ body: 'o', ends: 'cut' });
    scene.kept.send({ key: 'a' });
    await eventually(async () => expect(await triesOf('a')).toMatchObject([{ outcome: 'retry' }]));
    scene.answer = () => ({});
    scene.kept.clock.advance(1000);
    await becomes('a', 'sent');
    expect(idsAt('/oncall')).toEqual(['a', 'a']);
  });

  test('until it is given up after a day, and then when somebody asks for it', async () => {
    scene.answer = () => ({ status: 503 });
    scene.kept.send({ key: 'a' });
    await eventually(async () => expect(await triesOf('a')).toHaveLength(1));
    await pass(24 * hour, 20 * minute);
    await pass(20 * minute, 10 * minute);
    await becomes('a', 'dead');
    expect((await triesOf('a')).length).toBeGreaterThan(60);
    scene.answer = () => ({});
    await scene.kept.records.outbox.resend((await entryOf('a'))?.id ?? -1, scene.kept.clock.now() + hour);
    scene.kept.clock.advance(10 * minute);
    scene.kept.delivery.wake();
    await becomes('a', 'sent');
  });

  test('at once when its channel was mended', async () => {
    scene.answer = ({ path }) => ({ status: path === '/oncall' ? 500 : 200 });
    scene.kept.send({ key: 'a' });
    await eventually(async () => expect(await triesOf('a')).toHaveLength(1));
    scene.kept.clock.advance(1);
    await scene.kept.apply(`{kind: Channel, name: oncall, type: webhook, url: "${scene.receiver.url}/mended"}`);
    await becomes('a', 'sent');
    expect(idsAt('/mended')).toEqual(['a']);
  });
});

describe('what will not pass is a dead letter', () => {
  test('and the next ones go on', async () => {
    scene.answer = ({ headers }) => ({ status: headers['webhook-id'] === 'a' ? 404 : 200, body: 'no hook' });
    scene.kept.send({ key: 'a', sequence: 's' }, { key: 'b', sequence: 's' });
    await becomes('b', 'sent');
    expect(await entryOf('a')).toMatchObject({ state: 'dead', attempts: 1 });
    expect(await triesOf('a')).toMatchObject([{ outcome: 'failed', status: 404, answer: 'no hook' }]);
  });

  test('where it is redirected to a private address, or there is no such channel', async () => {
    scene.answer = () => ({ status: 307, headers: { location: 'http://169.254.169.254/latest/meta-data' } });
    scene.kept.send({ key: 'a' }, { key: 'b', channel: 'nobody' });
    await becomes('a', 'dead');
    await becomes('b', 'dead');
    expect(await triesOf('a')).toMatchObject([{ answer: expect.stringContaining('redirects') }]);
    expect(await triesOf('b')).toMatchObject([{ outcome: 'failed', answer: 'there is no channel "nobody"' }]);
    expect(scene.receiver.received).toHaveLength(1);
  });

  test('where a private address is not allowed', async () => {
    await scene.kept.restart({ environment: {} });
    scene.kept.send({ key: 'a' });
    await becomes('a', 'dead');
    expect(scene.receiver.received).toEqual([]);
  });
});

test('what is too large is sent again at once in half of the room, and given up where none helps', async () => {
  const url = `${scene.receiver.url}/small`;
  await scene.kept.apply(`{kind: Channel, name: oncall, type: webhook, url: "${url}", maxBytes: 262144}`);
  scene.answer = ({ body }) => ({ status: Buffer.byteLength(body) > 100_000 ? 413 : 200 });
  scene.kept.send({ key: 'a', message: { data: { rows: 'x'.repeat(200_000) } } });
  await becomes('a', 'sent');
  expect((await triesOf('a')).map(({ outcome }) => outcome)).toEqual(['too-large', 'delivered']);
  scene.answer = () => ({ status: 413 });
  scene.kept.send({ key: 'b' });
  await becomes('b', 'dead');
});
