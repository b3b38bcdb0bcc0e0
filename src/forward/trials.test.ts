import { describe, expect, test } from 'vitest';
import { localAdmin } from '../access/index.ts';
import { useForwardKit, webhook } from './testkit.ts';

const { kit, sinkOf, statusOf, receive } = useForwardKit();

describe('a dry run', () => {
  const limits = { events: 2, signal: new AbortController().signal };
  const tried = async (yaml: string) => {
    const run = await kit().forwarding.dryRunFile(yaml, localAdmin, limits);
    if (!run.ok) throw new Error(JSON.stringify(run.diagnostics));
    return run.value;
  };

  test('says byte for byte what is sent then, after filter, redaction and shape, and no secret', async () => {
    const sink = await sinkOf();
    receive(5);
    const more = 'token: t0ken\nheaders: { X-Api-Key: k3y }\nredact: [{ fields: [user] }]\n';
    const yaml = webhook('siem', sink, more);
    const [run] = await tried(yaml);
    expect(sink.calls).toEqual([]);
    expect(await kit().forwarding.list()).toEqual([]);
    expect(run).toMatchObject({
      name: 'siem',
      events: [{ auditId: 'e3', cluster: 'prod', isRedacted: true }, { auditId: 'e4' }],
      calls: [{ method: 'POST', url: `${new URL(sink.url).origin}/…`, compression: undefined, isCut: false }],
      withheld: ['url', 'headers', 'token'],
    });
    expect(JSON.stringify(run)).not.toMatch(/k3y|t0ken/);
    await kit().apply(yaml);
    expect(await kit().forwarding.dryRun('siem', limits)).toEqual(run);
    const all = await kit().forwarding.dryRun('siem', { ...limits, events: 5 });
    const toMicros = kit().kept.clock.nowMicros() * 2;
    await kit().forwarding.replay('siem', { fromMicros: 0, toMicros }, localAdmin);
    await kit().until(async () => (await statusOf('siem'))?.sent === 5);
    expect(sink.calls.map(({ body }) => body.toString())).toEqual(all.calls.map(({ text }) => text));
  });

  test('shows what other protocols write, and what is compressed as it was before', async () => {
    receive(1);
    const loki = 'kind: Destination\nname: a\ntype: loki\nurl: http://loki.example\nmaxAgeHours: 876000\n';
    const syslog = 'kind: Destination\nname: b\ntype: syslog\nurl: tls://syslog.example:6514\n';
    const s3 =
      'kind: Destination\nname: c\ntype: s3\nurl: http://s3.example\nbucket: audit\naccessKeyId: a\nsecretAccessKey: k3y\n';
    const sls =
      'kind: Destination\nname: d\ntype: sls\nurl: http://sls.example\nregion: a\nlogstore: audit\naccessKeyId: a\naccessKeySecret: k3y\nmaxAgeHours: 876000\n';
    const runs = await tried(`${loki}---\n${syslog}---\n${s3}---\n${sls}`);
    const [first, second, third, fourth] = runs.map(({ calls }) => calls[0]);
    expect(first).toMatchObject({ compression: 'gzip', url: 'http://loki.example/loki/api/v1/push' });
    expect(JSON.parse(first?.text ?? '')).toMatchObject({ streams: [{ stream: { cluster: 'prod' } }] });
    expect(second).toMatchObject({ method: undefined, url: undefined });
    expect(second?.text).toMatch(/^\d+ <110>1 .* kube-apiserver .*"auditID":"e0"/);
    expect(third).toMatchObject({ method: 'PUT', compression: 'zstd', headers: { authorization: '…' } });
    expect(third?.text).toContain('"auditID":"e0"');
    expect(fourth).toMatchObject({ method: 'POST', compression: 'deflate' });
    expect(JSON.parse(fourth?.text ?? '')).toMatchObject({ auditID: 'e0' });
    expect(JSON.stringify(runs)).not.toContain('k3y');
  });

  test('says what would be set aside, what is wrong with the file, and that nothing is there', async () => {
    const sink = await sinkOf();
    expect(await tried(webhook('siem', sink))).toMatchObject([{ events: [], calls: [] }]);
    receive(1);
    const aside = await tried(webhook('siem', sink, 'maxBytes: 1024\nfilter: "verb: get"\n'));
    expect(aside).toMatchObject([{ events: [{ setAside: undefined }], calls: [{ events: 1 }] }]);
    kit().receive({ id: 'large', more: { requestURI: 'x'.repeat(2000) } });
    expect(await tried(webhook('siem', sink, 'maxBytes: 1024\n'))).toMatchObject([
      { events: [{ setAside: undefined }, { auditId: 'large', setAside: expect.stringContaining('1024 are taken') }] },
    ]);
    const wrong = webhook('siem', sink, 'filter: "a and"\n');
    expect(await kit().forwarding.dryRunFile(wrong, localAdmin, limits)).toMatchObject({
      ok: false,
      diagnostics: [{ line: 5 }],
    });
    expect(await kit().forwarding.check(wrong)).toMatchObject({ diagnostics: [{ line: 5 }] });
    expect(await kit().forwarding.check('{kind: Destination, name: a, type: webhook}')).toMatchObject({
      names: ['a'],
      diagnostics: [{ code: 'missing-destination-secret' }],
    });
  });
});

describe('a test', () => {
  test('shows no credential that the other side repeats', async () => {
    const sink = await sinkOf(({ headers }) => ({ status: 401, body: `what is ${headers.authorization}` }));
    await kit().apply(
      `kind: Destination\nname: elastic\ntype: elasticsearch\nurl: ${sink.url}\nusername: ann\npassword: pass-word\n`,
    );
    expect(await kit().forwarding.test('elastic')).toMatchObject({
      kind: 'stopped',
      answer: 'what is Basic [redacted]',
    });
  });

  test('sends an event of its own, and says what was answered', async () => {
    const sink = await sinkOf(() => ({ status: 202, body: 'thanks for k3y-value' }));
    await kit().apply(webhook('siem', sink));
    expect(await kit().forwarding.test('siem')).toEqual({ kind: 'sent', status: 202, answer: 'thanks for [redacted]' });
    expect(sink.calls[0]?.body.toString()).toContain('whodunit:forwarding-test');
    await expect(kit().forwarding.test('nobody')).rejects.toMatchObject({ code: 'not-found' });
  });
});
