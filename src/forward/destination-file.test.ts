import { describe, expect, test } from 'vitest';
import { localAdmin } from '../access/index.ts';
import { useForwardKit, webhook } from './testkit.ts';

const { kit, sinkOf, statusOf, receive } = useForwardKit();

describe('a file', () => {
  const problems = async (yaml: string) => {
    const applied = await kit().forwarding.apply(yaml, localAdmin);
    return (applied.ok ? applied.diagnostics : applied.diagnostics).map(({ code, line }) => [code, line]);
  };

  test('says what is wrong with it at its place, and keeps nothing of it', async () => {
    const sink = await sinkOf();
    expect(await problems(webhook('a', sink, `filter: 'a and'\n`))).toEqual([['invalid-destination-filter', 5]]);
    expect(await problems(webhook('a', sink, 'type2: x\n'))).toEqual([['invalid-destination', 5]]);
    expect(
      await problems(`kind: Destination\nname: a\ntype: kubernetes-audit\nurl: ${sink.url}\nshape: flat\n`),
    ).toEqual([['shape-not-taken', 5]]);
    expect(await problems('kind: Destination\nname: a\ntype: webhock\n')).toEqual([['unknown-destination-type', 3]]);
    expect(await problems('kind: Destination\nname: a\ntype: webhook\n')).toEqual([['missing-destination-secret', 1]]);
    expect(await problems('kind: Channel\nname: a\n')).toEqual([['no-destination', 1]]);
    expect(await problems(`${webhook('a', sink)}---\n${webhook('a', sink)}`)).toEqual([['duplicate-destination', 7]]);
    expect(await kit().forwarding.list()).toEqual([]);
    expect(await problems(webhook('a', sink, 'clusters: [nowhere]\n'))).toEqual([['unknown-destination-cluster', 5]]);
    expect(await kit().forwarding.list()).toMatchObject([{ name: 'a', clusters: ['nowhere'] }]);
  });

  test('keeps its secrets where a change leaves them out, and forgets them with the destination', async () => {
    const sink = await sinkOf();
    await kit().apply(webhook('siem', sink, 'token: t0ken\n'));
    await kit().apply('{kind: Destination, name: siem, type: webhook, method: PUT}');
    receive(1);
    await kit().until(() => sink.calls.length === 1);
    expect(sink.calls[0]).toMatchObject({ method: 'PUT', headers: { authorization: 'Bearer t0ken' } });
    const { host } = new URL(sink.url);
    expect(await statusOf('siem')).toMatchObject({ secrets: [{ name: 'url', host }, { name: 'token' }] });
    expect(JSON.stringify(await kit().forwarding.list())).not.toMatch(/t0ken|k3y-value/);
    expect([await kit().forwarding.delete('siem'), await kit().forwarding.delete('siem')]).toEqual([true, false]);
    expect(await kit().kept.records.sealedSecrets.find('destination/siem/token')).toBeUndefined();
  });

  test('that sends a destination elsewhere takes none of its secrets along, also where only one more broker is named', async () => {
    const kafka = (urls: string, more = ''): string =>
      `kind: Destination\nname: bus\ntype: kafka\ntopic: audit\nsasl: plain\nusername: who\nurls: [${urls}]\n${more}`;
    const secretNames = async () => (await statusOf('bus'))?.secrets.map(({ name }) => name);
    const [first, second, other] = ['tls://a.example:9093', 'tls://b.example:9093', 'tls://evil.example:9093'];
    await kit().apply(kafka(`'${first}', '${second}'`, 'password: p4ss'));
    await kit().apply(kafka(`'${second}'`));
    expect(await secretNames()).toEqual(['password']);
    const elsewhere = kafka(`'${second}', '${other}'`);
    expect(await problems(elsewhere)).toEqual([['missing-destination-secret', 1]]);
    await kit().apply(elsewhere.replace('sasl: plain\nusername: who\n', ''));
    expect(await secretNames()).toEqual([]);
  });

  test('says what is given by half', async () => {
    const pem = (name: string): string => `${name}: |\n  -----BEGIN X-----\n  AA==\n  -----END X-----\n`;
    const head = (type: string, more: string): string => `kind: Destination\nname: a\ntype: ${type}\n${more}`;
    const kafka = (more: string): string => head('kafka', `topic: audit\nurls: ['tls://a.example:9093']\n${more}`);
    const logs = (more: string): string => head('loki', `url: https://a.example\n${more}`);
    const missing = [['missing-destination-secret', 1]];
    expect(await problems(kafka('sasl: plain\n'))).toEqual([['invalid-destination', 6]]);
    expect(await problems(kafka('username: who\npassword: p4ss\n'))).toEqual([['invalid-destination', 6]]);
    expect(await problems(kafka('sasl: plain\nusername: who\n'))).toEqual(missing);
    expect(await problems(kafka('password: p4ss\n'))).toEqual([['invalid-destination', 6]]);
    expect(await problems(logs(pem('certificate')))).toEqual(missing);
    expect(await problems(logs(pem('privateKey')))).toEqual([['invalid-destination', 5]]);
    expect(await kit().forwarding.list()).toEqual([]);
    await kit().apply(logs(pem('certificate') + pem('privateKey')));
    // What is kept is there already.
    expect(await problems(logs(pem('certificate')))).toEqual([]);
  });

  test('mends a destination whose record is damaged; what is secret of it is not sent to an address that nobody knew', async () => {
    const logs = 'kind: Destination\nname: siem\ntype: loki\nurl: https://a.example\n';
    await kit().apply(`${logs}token: t0ken\n`);
    const kept = await kit().kept.records.destinations.find('siem');
    if (!kept) throw new Error('it was kept');
    for (const settings of ['{', '7', '{"url":7}']) {
      await kit().kept.records.destinations.put({ ...kept, settings });
      expect(await problems(logs)).toEqual([]);
      expect(await statusOf('siem')).toMatchObject({ settings: { url: 'https://a.example' }, secrets: [] });
    }
  });
});
