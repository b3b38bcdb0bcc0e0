import { describe, expect, test, vi } from 'vitest';
import { startReceiver } from '../channels/testkit.ts';
import { dispatchScene } from './testkit.ts';

const minute = 60_000;
const hour = 60 * minute;
const scene = dispatchScene();
const { idsAt, entryOf, triesOf, eventually, becomes, pass, idle } = scene;

describe('a message', () => {
  test('is sent once, at once, and its try is in the history', async () => {
    scene.kept.send({ key: 'a' });
    await becomes('a', 'sent');
    expect(idsAt('/oncall')).toEqual(['a']);
    expect(await triesOf('a')).toEqual([
      { at: scene.kept.clock.now(), duration: 0, outcome: 'delivered', status: 200, answer: 'ok' },
    ]);
    scene.kept.send({ key: 'a' }, { key: 'b' });
    await becomes('b', 'sent');
    expect(idsAt('/oncall')).toEqual(['a', 'b']);
    const metrics = await scene.kept.registry.metrics();
    expect(metrics).toContain('whodunit_alert_deliveries_total{channel="oncall",outcome="delivered"} 2');
  });

  test('that is not due yet waits until it is', async () => {
    scene.kept.send({ key: 'later', dueAt: scene.kept.clock.now() + minute }, { key: 'now' });
    await becomes('now', 'sent');
    expect(await scene.kept.registry.metrics()).toContain('whodunit_alert_outbox_depth{channel="oncall"} 1');
    scene.kept.clock.advance(minute);
    await becomes('later', 'sent');
  });

  test('that was on its way when the process died is sent again, under the same key', async () => {
    await scene.kept.delivery.close();
    scene.kept.send({ key: 'a' });
    const id = (await entryOf('a'))?.id ?? -1;
    await scene.kept.records.outbox.begin(id);
    await scene.kept.restart();
    await becomes('a', 'sent');
    expect(idsAt('/oncall')).toEqual(['a']);
    expect(await entryOf('a')).toMatchObject({ attempts: 2 });
  });

  test('of a sequence comes after those before it, whatever becomes of them; others do not wait', async () => {
    scene.answer = ({ headers }) => ({ status: headers['webhook-id'] === 'a1' ? 500 : 200 });
    scene.kept.send({ key: 'a1', sequence: 'a' }, { key: 'a2', sequence: 'a' }, { key: 'b1', sequence: 'b' });
    await eventually(async () => expect(await triesOf('a1')).toHaveLength(1));
    scene.kept.clock.advance(1000);
    await becomes('b1', 'sent');
    await pass(5000, 1000);
    expect(idsAt('/oncall')).not.toContain('a2');
    scene.answer = () => ({ status: 400 });
    await pass(10_000, 1000);
    await becomes('a1', 'dead');
    scene.answer = () => ({});
    await becomes('a2', 'dead');
  });
});

test('files are kept until they are sent, and no longer', async () => {
  const attachments = [{ name: 'r.csv', contentType: 'text/csv', content: 'YQ==' }];
  scene.answer = () => ({ status: 500 });
  scene.kept.send({ key: 'a', message: { attachments } });
  await eventually(async () => expect(await triesOf('a')).toHaveLength(1));
  scene.answer = () => ({});
  scene.kept.clock.advance(1000);
  await becomes('a', 'sent');
  expect(JSON.parse(scene.receiver.received[1]?.body ?? '')).toMatchObject({ data: { attachments } });
  expect((await entryOf('a'))?.message).not.toContain('r.csv');
});

describe('a channel that hangs', () => {
  test('delays no other, and is given up after ten seconds', async () => {
    await scene.kept.apply(`{kind: Channel, name: slow, type: webhook, url: "${scene.receiver.url}/slow"}`);
    scene.answer = ({ path }) => (path === '/slow' ? { ends: 'never' } : {});
    scene.kept.send({ key: 'hangs', channel: 'slow' });
    await eventually(() => expect(idsAt('/slow')).toEqual(['hangs']));
    for (let index = 0; index < 20; index += 1) scene.kept.send({ key: `b${index}` });
    await becomes('b19', 'sent');
    scene.kept.clock.advance(10_000);
    await eventually(async () =>
      expect(await triesOf('hangs')).toMatchObject([{ outcome: 'retry', answer: 'it did not answer within 10 s' }]),
    );
  });

  test('is waited for when the server stops', async () => {
    const held = await startReceiver(() => ({ ends: 'never' }));
    const { received } = held;
    await scene.kept.apply(`{kind: Channel, name: slow, type: webhook, url: "${held.url}/slow"}`);
    scene.kept.send({ key: 'hangs', channel: 'slow' });
    await eventually(() => expect(received).toHaveLength(1));
    let isClosed = false;
    const closing = scene.kept.delivery.close().then(() => {
      isClosed = true;
    });
    await idle();
    expect(isClosed).toBe(false);
    await held[Symbol.asyncDispose]();
    await closing;
    expect(await entryOf('hangs')).toMatchObject({ state: 'ready', attempts: 1 });
  });
});

describe('the disk is full', () => {
  test('when a try is to be noted: nothing is sent again meanwhile, and it is noted when there is room', async () => {
    const { outbox } = scene.kept.records;
    const full = Object.assign(new Error('database or disk is full'), { errcode: 13 });
    const finish = vi.spyOn(outbox, 'finish').mockRejectedValue(full);
    scene.kept.send({ key: 'a' });
    await eventually(() => expect(finish).toHaveBeenCalled());
    for (let index = 0; index < 5; index += 1) {
      scene.kept.clock.advance(minute);
      await idle();
    }
    expect(idsAt('/oncall')).toEqual(['a']);
    finish.mockRestore();
    scene.kept.clock.advance(minute);
    await becomes('a', 'sent');
    expect(idsAt('/oncall')).toEqual(['a']);
  });
});

test('no answer that is kept holds a secret that was sent', async () => {
  await scene.kept.apply(
    `{kind: Channel, name: oncall, type: webhook, url: "${scene.receiver.url}/hooks/0123456789abcdef?token=t0ken-value", headers: {X-Api-Key: k3y-value}}`,
  );
  scene.answer = ({ path, headers }) => ({ status: 400, body: `bad ${path} ${String(headers['x-api-key'])}` });
  scene.kept.send({ key: 'a' });
  await becomes('a', 'dead');
  expect(await triesOf('a')).toMatchObject([{ answer: 'bad /hooks/[redacted]?token=[redacted] [redacted]' }]);
});

test('a clock that is set back holds nothing up', async () => {
  scene.answer = () => ({ status: 500 });
  scene.kept.send({ key: 'a' });
  await eventually(async () => expect(await triesOf('a')).toHaveLength(1));
  scene.kept.clock.advance(-hour);
  scene.answer = () => ({});
  scene.kept.send({ key: 'b' });
  await idle();
  scene.kept.clock.advance(1000);
  await becomes('a', 'sent');
  await becomes('b', 'sent');
});

test('a heartbeat is not called while the server does not do its work', async () => {
  let isWorking = false;
  await scene.kept.restart({ isWorking: () => isWorking });
  await scene.kept.apply(`{kind: Channel, name: beat, type: heartbeat, url: "${scene.receiver.url}/beat"}`);
  const beats = () => scene.receiver.received.filter(({ path }) => path === '/beat').length;
  for (let turn = 0; turn < 5; turn += 1) {
    await idle();
    scene.kept.clock.advance(60_000);
  }
  expect(beats()).toBe(0);
  isWorking = true;
  scene.kept.clock.advance(5000);
  await eventually(() => expect(beats()).toBe(1));
});

test('a heartbeat that is not taken shows as failing until one is', async () => {
  scene.answer = ({ path }) => (path === '/beat' ? { status: 404, body: 'unknown check' } : {});
  await scene.kept.apply(`{kind: Channel, name: beat, type: heartbeat, url: "${scene.receiver.url}/beat"}`);
  await eventually(() => expect(scene.kept.delivery.failures().get('beat')).toMatchObject({ answer: 'unknown check' }));
  expect(await scene.kept.registry.metrics()).toContain(
    'whodunit_alert_deliveries_total{channel="beat",outcome="failed"} 1',
  );
  scene.answer = () => ({});
  await idle();
  scene.kept.clock.advance(minute);
  await eventually(() => expect(scene.kept.delivery.failures()).toEqual(new Map()));
});
