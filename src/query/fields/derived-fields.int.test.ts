import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DerivedRule } from '../../audit/index.ts';
import { insertLines, startTestEngine, type TestEngine } from '../../store/testkit.ts';
import { type DerivedInput, deriveField, derivedSql, extraKeys } from './derived-fields.ts';
import { list } from '../types/node.ts';
import { printSql } from '../types/print-node.ts';

const rules: readonly DerivedRule[] = [
  'exec-command',
  'client-name',
  'client-version',
  'service-account-namespace',
  'service-account-name',
  'pod',
  'node',
  'ram-uid',
  'request-path',
  'request-kind',
  'user-kind',
  'namespace-form',
  'name-form',
];
const pieces = fc.constantFrom(
  '/',
  '?',
  '&',
  '=',
  '+',
  '%',
  '%41',
  '%e6%97%a5',
  '%e6%97',
  '%ff',
  '%f0%9f%98%80',
  '%c0%af',
  '%ed%a0%80',
  'command=',
  'comm%61nd=',
  'ls',
  '-la',
  '%zz',
  '#x',
  ';',
  'system:serviceaccount:',
  'system:node:',
  ':',
  'kube',
  ' ',
  '(',
  '\t',
  '\n',
  'v1.2',
  'to User "',
  ' to User "240112345',
  '-16',
  '"',
  '\\',
  'healthz',
  'api',
  'version',
  '日本',
  'é',
  '\u00a0',
  '\u2028',
  '\u0000',
  '\uFFFD',
  '😀',
);
const text = fc.oneof(
  fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join('')),
  fc.array(pieces, { maxLength: 8 }).map((parts) => `/x/exec?command=${parts.join('')}`),
  fc.string({ unit: 'grapheme' }),
);
const name = fc.oneof(
  text,
  fc
    .array(fc.constantFrom('-', 'web', 'x2kzq', '7f9c6d8b5f', '29105280', 'deadbeef', '0', '1', '日', '\n', 'Z'), {
      maxLength: 6,
    })
    .map((parts) => parts.join('')),
  fc.uuid(),
);
const input: fc.Arbitrary<DerivedInput> = fc.record({
  requestURI: text,
  userAgent: text,
  username: text,
  resource: fc.constantFrom('', 'pods'),
  subresource: fc.constantFrom('exec', 'attach', 'log', ''),
  reason: text,
  podName: text,
  nodeName: fc.oneof(fc.constant(''), text),
  namespace: name,
  name,
});

let engine: TestEngine;
beforeAll(async () => {
  engine = await startTestEngine();
});
afterAll(() => engine.close());

it('the engine derives what the page derives', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(input, { minLength: 200, maxLength: 200 }), async (inputs) => {
      const column = (part: keyof DerivedInput): string[] => inputs.map((one) => one[part].toWellFormed());
      const annotations = column('reason').map((reason) => JSON.stringify({ 'authorization.k8s.io/reason': reason }));
      const [pods, nodes] = [column('podName'), column('nodeName')];
      const extra = pods.map((pod, index) =>
        JSON.stringify({ [extraKeys.podName]: [pod, 'other'], [extraKeys.nodeName]: [nodes[index]] }),
      );
      const { rows } = await engine.rows(
        `SELECT ${printSql(list(rules.map((rule) => derivedSql(rule)))).text} FROM (
           SELECT row.1 AS request_uri, row.2 AS user_agent, row.3 AS user_username, row.4 AS object_resource,
                  row.5 AS object_subresource, row.6 AS annotations, row.7 AS user_extra, row.8 AS object_namespace,
                  row.9 AS object_name
           FROM (SELECT arrayJoin(arrayZip({uri:Array(String)}, {agent:Array(String)}, {user:Array(String)},
                  {resource:Array(String)}, {subresource:Array(String)}, {annotations:Array(String)}, {extra:Array(String)},
                  {namespace:Array(String)}, {name:Array(String)})) AS row))`,
        {
          parameters: {
            uri: column('requestURI'),
            agent: column('userAgent'),
            user: column('username'),
            resource: column('resource'),
            subresource: column('subresource'),
            annotations,
            extra,
            namespace: column('namespace'),
            name: column('name'),
          },
        },
      );
      const expected = inputs.map((one) => rules.map((rule) => deriveField(rule, one) ?? ''));
      for (const [index, row] of rows.entries()) expect(row, JSON.stringify(inputs[index])).toEqual(expected[index]);
      expect(rows).toHaveLength(inputs.length);
    }),
    { numRuns: 10, endOnFailure: true },
  );
});

it('the engine keeps of each event who acted', async () => {
  const event = fc.record({ username: fc.oneof(fc.constantFrom('kubernetes-admin', 'ann', ''), text), reason: text });
  const events = fc.sample(event, 500).map(({ username, reason }, index) => ({
    username: username.toWellFormed(),
    reason: reason.toWellFormed(),
    stageTimestamp: new Date(index).toISOString(),
  }));
  const lines = events.map(({ username, reason, stageTimestamp }, index) =>
    JSON.stringify({
      auditID: `a-${index}`,
      user: { username },
      stageTimestamp,
      annotations: { 'authorization.k8s.io/reason': reason },
    }),
  );
  await insertLines(engine, 'actors', lines);
  const { rows } = await engine.rows(
    `SELECT ${printSql(derivedSql('actor')).text} FROM events WHERE cluster_id = 'actors' ORDER BY time`,
  );
  const none = {
    requestURI: '',
    userAgent: '',
    resource: '',
    subresource: '',
    podName: '',
    nodeName: '',
    namespace: '',
    name: '',
  };
  expect(rows.flat()).toEqual(events.map((one) => deriveField('actor', { ...none, ...one }) ?? ''));
});

it('of an extra of another shape the engine derives nothing', async () => {
  const key = extraKeys.podName;
  const extras = [
    { [key]: 'web' },
    { [key]: { a: 'web' } },
    { [key]: [5] },
    { [key]: [] },
    { [key]: null },
    {},
    { x: [key] },
  ];
  const texts = [...extras.map((extra) => JSON.stringify(extra)), ''];
  const { rows } = await engine.rows(
    `SELECT ${printSql(derivedSql('pod')).text} FROM (SELECT arrayJoin({extras:Array(String)}) AS user_extra)`,
    { parameters: { extras: texts } },
  );
  expect(rows).toEqual(texts.map(() => ['']));
});
