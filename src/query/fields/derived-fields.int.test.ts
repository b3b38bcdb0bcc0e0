import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DerivedRule } from '../../audit/index.ts';
import { startTestEngine, type TestEngine } from '../../store/testkit.ts';
import { type DerivedInput, deriveField, derivedSql } from './derived-fields.ts';
import { list } from '../types/node.ts';
import { printSql } from '../types/print-node.ts';

const rules: readonly DerivedRule[] = [
  'exec-command',
  'client-name',
  'client-version',
  'service-account-namespace',
  'service-account-name',
  'ram-uid',
  'request-path',
  'request-kind',
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
const input: fc.Arbitrary<DerivedInput> = fc.record({
  requestURI: text,
  userAgent: text,
  username: text,
  resource: fc.constantFrom('', 'pods'),
  subresource: fc.constantFrom('exec', 'attach', 'log', ''),
  reason: text,
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
      const { rows } = await engine.rows(
        `SELECT ${printSql(list(rules.map((rule) => derivedSql(rule)))).text} FROM (
           SELECT row.1 AS request_uri, row.2 AS user_agent, row.3 AS user_username, row.4 AS object_resource,
                  row.5 AS object_subresource, row.6 AS annotations
           FROM (SELECT arrayJoin(arrayZip({uri:Array(String)}, {agent:Array(String)}, {user:Array(String)},
                  {resource:Array(String)}, {subresource:Array(String)}, {annotations:Array(String)})) AS row))`,
        {
          parameters: {
            uri: column('requestURI'),
            agent: column('userAgent'),
            user: column('username'),
            resource: column('resource'),
            subresource: column('subresource'),
            annotations,
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
