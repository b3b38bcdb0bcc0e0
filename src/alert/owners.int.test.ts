import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, callerOfUser, localAdmin } from '../access/index.ts';
import { type AlertKit, execEvent, startAlertKit } from './testkit.ts';

let kit: AlertKit;

beforeAll(async () => {
  kit = await startAlertKit();
  await kit.start();
});
afterAll(() => kit.close());

const immediate = `kind: AlertRule
name: execs
query: 'objectRef.subresource: exec'
immediate: true
severity: high
`;

/** An analyst of a name, who takes the place of whoever had it before. */
async function newAnalyst(name: string, namespaces: readonly string[] | null): Promise<Caller> {
  const { users } = kit.kept.records;
  await users.delete(name);
  kit.clock.advance(1000);
  const limits = { projects: null, clusters: null, namespaces: namespaces && [...namespaces], bodies: true };
  await users.add({ name, passwordHash: 'x', role: 'analyst', limits, mustChangePassword: false });
  const user = await users.find(name);
  if (!user) throw new Error(`there is no ${name}`);
  return callerOfUser(kit.kept.records, user);
}

const owner = async () => (await kit.alerts.rule('execs', localAdmin)).owner;
const status = async () => (await kit.alerts.rule('execs', localAdmin)).status;

test('a rule that runs for somebody else runs for whoever switches it on', async () => {
  await kit.apply(immediate, await newAnalyst('bea', ['bank']));
  await kit.alerts.enable(['execs'], true, localAdmin);
  expect(await owner()).toBe(localAdmin.name);
});

test('a rule of somebody who was deleted runs for whoever has their name and keeps it again', async () => {
  await kit.apply(immediate, await newAnalyst('cal', null));
  const another = await newAnalyst('cal', null);
  await kit.receive([execEvent('00000000-0000-4000-8000-000000000001', kit.clock.now())]);
  await kit.until(async () => (await kit.pass(1000), (await status()) === 'stopped'));
  await kit.apply(immediate, another);
  await kit.receive([execEvent('00000000-0000-4000-8000-000000000002', kit.clock.now())]);
  await kit.until(async () => (await kit.pass(1000), kit.told.length > 0));
  expect(await status()).not.toBe('stopped');
});
