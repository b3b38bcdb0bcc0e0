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
    await kit().apply(kafka(`'${second}', '${other}'`));
    expect(await secretNames()).toEqual([]);
  });
});
