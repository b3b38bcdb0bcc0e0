import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLogger, createMetrics, realFiles } from '../platform/index.ts';
import { temporaryRecords, type TemporaryRecords } from '../records/testkit.ts';
import { type Delivery, openDelivery } from './delivery.ts';

let kept: TemporaryRecords;
let data: string;
const opened: Delivery[] = [];

beforeEach(() => {
  kept = temporaryRecords();
  data = path.dirname(kept.path);
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
  await kept.remove();
});

async function open(environment: Readonly<Record<string, string>> = {}) {
  const { records, clock } = kept;
  const logger = createLogger('silent');
  const out = { records, files: realFiles, data, environment, clock, logger, registry: createMetrics() };
  const delivery = await openDelivery({ ...out, publicUrl: () => 'https://audit.example', isWorking: () => true });
  opened.push(delivery);
  return delivery;
}

function newKey(): string {
  return randomBytes(32).toString('base64');
}

const unreadable = { code: 'secrets-unreadable', retryable: false };

describe('secrets', () => {
  test('are kept sealed, over a restart, and opened for the call that needs them', async () => {
    const { secrets } = await open();
    await secrets.set('channel/oncall', 'SEC-of-a-webhook');
    expect(await secrets.open('channel/oncall')).toBe('SEC-of-a-webhook');
    kept.reopen();
    expect(await (await open()).secrets.open('channel/oncall')).toBe('SEC-of-a-webhook');
    const contents = readFileSync(kept.path, 'latin1') + readFileSync(`${kept.path}-wal`, 'latin1');
    expect(contents).toContain('channel/oncall');
    expect(contents).not.toContain('SEC-of-a-webhook');
    const again = (await open()).secrets;
    await again.set('channel/oncall', 'another');
    expect(await again.open('channel/oncall')).toBe('another');
    expect(await again.delete('channel/oncall')).toBe(true);
    expect(await again.delete('channel/oncall')).toBe(false);
    expect(await again.open('channel/oncall')).toBeUndefined();
  });

  test('of the same text look different each time', async () => {
    const { secrets } = await open();
    const seen = new Set<string>();
    for (let index = 0; index < 20; index += 1) {
      await secrets.set('a', 'same');
      seen.add(Buffer.from((await kept.records.sealedSecrets.find('a'))?.sealed ?? []).toString('hex'));
    }
    expect(seen.size).toBe(20);
  });

  test('that were changed in the database, or put under another id, are not opened', async () => {
    const { secrets } = await open();
    await secrets.set('a', 'secret of a');
    await secrets.set('b', 'secret of b');
    const database = new DatabaseSync(kept.path);
    database.exec(
      "UPDATE sealed_secrets SET sealed = (SELECT sealed FROM sealed_secrets WHERE id = 'a') WHERE id = 'b'",
    );
    await expect(secrets.open('b')).rejects.toMatchObject(unreadable);
    const { sealed = new Uint8Array() } = (await kept.records.sealedSecrets.find('a')) ?? {};
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Uint8Array.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      database.prepare("UPDATE sealed_secrets SET sealed = ? WHERE id = 'a'").run(changed);
      await expect(secrets.open('a')).rejects.toMatchObject(unreadable);
    }
    for (const cut of [sealed.subarray(1), sealed.subarray(0, 20), new Uint8Array()]) {
      database.prepare("UPDATE sealed_secrets SET sealed = ? WHERE id = 'a'").run(cut);
      await expect(secrets.open('a')).rejects.toMatchObject(unreadable);
    }
    database.close();
  });
});

describe('the key', () => {
  const file = () => path.join(data, 'secret-key');

  test('is made once, for its owner alone', async () => {
    await open();
    const text = readFileSync(file(), 'utf8');
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    chmodSync(file(), 0o644);
    await open();
    expect(readFileSync(file(), 'utf8')).toBe(text);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });

  test('is replaced: the older one opens until everything is sealed with the newer, then it may go', async () => {
    const [older, newer] = [newKey(), newKey()];
    await (await open({ WHODUNIT_SECRET_KEY: older })).secrets.set('a', 'text');
    await expect(open({ WHODUNIT_SECRET_KEY: newer })).rejects.toMatchObject(unreadable);
    expect(await (await open({ WHODUNIT_SECRET_KEY: `${newer} ${older}` })).secrets.open('a')).toBe('text');
    expect(await (await open({ WHODUNIT_SECRET_KEY: newer })).secrets.open('a')).toBe('text');
    await expect(open({ WHODUNIT_SECRET_KEY: older })).rejects.toMatchObject(unreadable);
  });

  test('may stand in a file of its own, and nothing is made in the data folder then', async () => {
    const own = path.join(data, 'mounted');
    writeFileSync(own, `${newKey()}\n`);
    await (await open({ WHODUNIT_SECRET_KEY_FILE: own })).secrets.set('a', 'text');
    expect(() => statSync(file())).toThrow('ENOENT');
    await expect(open({ WHODUNIT_SECRET_KEY_FILE: `${own}-gone` })).rejects.toMatchObject(unreadable);
  });

  test.each(['short', `${'A'.repeat(42)}=`, '!'.repeat(44), ' '])('"%s" is none', async (text) => {
    await expect(open({ WHODUNIT_SECRET_KEY: text })).rejects.toMatchObject(unreadable);
    writeFileSync(file(), text);
    const failure: unknown = await open().catch((error: unknown) => error);
    expect(failure).toMatchObject(unreadable);
    expect(String(failure)).not.toContain(text.trim() || 'nothing');
  });

  test('that is gone is not replaced by another where secrets need it', async () => {
    await (await open()).secrets.set('a', 'text');
    writeFileSync(file(), newKey());
    await expect(open()).rejects.toMatchObject(unreadable);
  });
});

test('networks that may be called are read at the start, and what is none is refused then', async () => {
  await expect(open({ WHODUNIT_ALLOW_PRIVATE_DESTINATIONS: '10.0.0.0/8, nonsense' })).rejects.toMatchObject({
    code: 'bad-request',
    message: expect.stringContaining('"nonsense" is no network'),
  });
  const { http } = await open({ WHODUNIT_ALLOW_PRIVATE_DESTINATIONS: '127.0.0.0/8' });
  await expect(http.send({ method: 'GET', url: 'http://127.0.0.1:9/' })).rejects.toMatchObject({
    code: 'destination-unreachable',
  });
  await expect(http.send({ method: 'GET', url: 'http://10.0.0.1/' })).rejects.toMatchObject({
    code: 'destination-refused',
  });
});
