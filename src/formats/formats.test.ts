import { expect, test } from 'vitest';
import * as fc from 'fast-check';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { recogniseFormat } from './index.ts';
import { formats } from './registry.ts';

const event = '{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"1","requestURI":"/a"}';
const quoted = JSON.stringify(event);

const samples: readonly (readonly [name: string, sample: string | Uint8Array])[] = [
  ['cri', `2026-11-28T20:10:00.123456789Z stdout F ${event}`],
  ['cri', `2026-11-28T20:10:00.123456789+08:00 stderr P ${event.slice(0, 30)}`],
  ['cri', '2026-11-28T20:10:00.123456789Z stdout F'],
  ['docker', `{"log":${quoted.slice(0, -1)}\\n","stream":"stdout","time":"2026-11-28T20:10:00Z"}`],
  ['docker', `{"log":${quoted.slice(0, 40)}`],
  ['syslog', `<133>Nov 28 20:10:00 host kube-apiserver: ${event}`],
  ['syslog', `<133>1 2026-11-28T20:10:00Z host app 1 - - ${event}`],
  ['syslog', `Nov  8 20:10:00 host kube-apiserver[12]: ${event}`],
  ['journald', `{"_SYSTEMD_UNIT":"k3s.service","MESSAGE":${quoted}}`],
  ['journald', `{ "__CURSOR" : "s=1", "MESSAGE" : ${quoted.slice(0, 30)}`],
  ['grep', `audit-2026.log:${event}`],
  ['grep', `/var/log/audit.log:12:${event}`],
  ['fluent', `{"date":1,"log":${quoted},"kubernetes":{}}`],
  ['fluent', `{"message":${event},"source_type":"file"}`],
  ['cloudwatch', `{"messageType":"DATA_MESSAGE","logEvents":[{"id":"1","message":${quoted}}]}`],
  ['cloudwatch', `{\n  "events": [\n    {\n      "logStreamName": "kube-apiserver-audit-1"`],
  ['cloudwatch', `2026-11-28T20:10:00.000Z ${event}`],
  ['aks', `{"time":"t","category":"kube-audit","properties":{"log":${quoted}}}`],
  ['openshift', '{"level":"default","k8s_audit_level":"Metadata","kind":"Event"}'],
  ['sls', `{"__time__":"1","auditID":"1","user":"{\\"username\\":\\"a\\"}"}`],
  ['otlp', '{\n  "resourceLogs": [\n    {'],
  ['logfmt', 'time="2026-11-28T20:10:00Z" level=info msg="started"'],
  ['gke', '{"insertId":"6f","protoPayload":{"serviceName":"k8s.io"}}'],
  ['csv', `2026-11-28,"${event.replaceAll('"', '""')}"`],
  ['csv', '@timestamp,@message'],
  ['klog', 'I1128 20:10:00.000000       1 httplog.go:132] "HTTP" verb="GET"'],
  ['legacy', '2026-11-28T20:10:00.000Z AUDIT: id="1" stage="ResponseComplete" ip="::1" method="get"'],
  ['utf-16', Buffer.from(`\ufeff${event}`, 'utf16le')],
  ['utf-16', Buffer.from(event, 'utf16le').subarray(100)],
  ['gzip', gzipSync(event)],
  ['zstd', zstdCompressSync(event)],
  ['xz', Buffer.from('fd377a585a000004', 'hex')],
  ['bzip2', Buffer.from('BZh91AY&SY')],
  ['zip', Buffer.from('PK\u0003\u0004')],
];

test.each(samples)('%s: %s', (name, sample) => {
  expect(recogniseFormat(Buffer.from(sample))?.name).toBe(name);
});

test('every format has a sample', () => {
  expect(new Set(samples.map(([name]) => name))).toEqual(new Set(formats.map(({ name }) => name)));
});

test.each(['', 'text', event, event.slice(20), event.slice(0, 50), '<html>', '{"kind":"Pod"}', '[restful] listing'])(
  '"%s" looks like none',
  (text) => expect(recogniseFormat(Buffer.from(text))).toBeUndefined(),
);

test('any bytes are looked at without an error', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void recogniseFormat(bytes)));
});
