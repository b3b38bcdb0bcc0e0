import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { policies, requests } from '../testkit/arbitraries.ts';
import { asAuditEvent, isFailedLogin, requestOfEvent } from '../audit-event.ts';
import { compilePolicy } from '../evaluate.ts';
import { loadPolicy } from '../load/index.ts';
import { seedPolicy, validPolicy } from '../testkit.ts';
import { explainRequest, explanationLines } from './explain.ts';
import { findMismatch } from './mismatch.ts';

describe('findMismatch', () => {
  test('and the evaluator decide alike', () => {
    fc.assert(
      fc.property(policies, requests, fc.boolean(), (policy, request, wildcard) => {
        const { rule } = compilePolicy(policy, wildcard).evaluate(request);
        const first = policy.rules.findIndex((rule) => !findMismatch(rule, request, wildcard));
        expect(rule).toBe(first === -1 ? null : first);
      }),
      { numRuns: 10_000 },
    );
  });
});

describe('explainRequest', () => {
  const secrets = {
    user: 'alice',
    groups: ['system:authenticated'],
    verb: 'update',
    apiGroup: '',
    resource: 'secrets',
    subresource: '',
    namespace: 'prod',
    name: 'db',
  };

  test('names the deciding rule, its lines and why each earlier one does not match', () => {
    const text = seedPolicy('ack');
    const explanation = explainRequest(loadPolicy(text), validPolicy(text), secrets);
    expect(explanation).toMatchObject({ level: 'Metadata', rule: 8, omitStages: ['RequestReceived'] });
    expect(explanation.examined.map(({ mismatch }) => mismatch?.property)).toEqual([
      'user',
      'user',
      'user',
      'group',
      'user',
      'user',
      'kind',
      'resource',
      undefined,
    ]);
    expect(explanation.examined[8]).toMatchObject({ line: 61, endLine: 66, matched: true });
    expect(explanation.ruleText).toBe(text.split('\n').slice(60, 66).join('\n').replace('  - ', ''));
    expect(explanation.bodies.request).toEqual({ written: false, note: 'level Metadata writes no bodies' });
    expect(explanation.stages.map(({ written }) => written)).toEqual([false, false, true, true]);
  });

  test('says where nothing matches', () => {
    const text = 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n- level: Metadata\n  users: [bob]\n';
    const lines = explanationLines(explainRequest(loadPolicy(text), validPolicy(text), secrets));
    expect(lines[0]).toBe('rule 1 (line 4) does not match: the user "alice" is not one of "bob"');
    expect(lines).toContain('no rule matches, so nothing is logged');
  });

  test('a watch has the ResponseStarted stage and no response body', () => {
    const text = 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n- level: RequestResponse\n';
    const watch = { ...secrets, verb: 'watch', name: '' };
    const explanation = explainRequest(loadPolicy(text), validPolicy(text), watch);
    expect(explanation.stages.every(({ written }) => written)).toBe(true);
    expect(explanation.bodies.response).toEqual({ written: false, note: 'a stream has no body in the log' });
  });

  test('a failed login is one event of ResponseStarted, and lost where that is omitted', () => {
    const event = asAuditEvent({
      level: 'Metadata',
      stage: 'ResponseStarted',
      requestURI: '/',
      verb: 'get',
      user: {},
      responseStatus: { status: 'Failure', reason: 'Unauthorized', code: 401 },
    });
    if (!event) throw new Error('no event');
    expect(isFailedLogin(event)).toBe(true);
    const stagesOf = (omitted: string): readonly (readonly [string, boolean])[] => {
      const text = `apiVersion: audit.k8s.io/v1\nkind: Policy\nomitStages: [${omitted}]\nrules:\n- level: Metadata\n`;
      const explained = explainRequest(loadPolicy(text), validPolicy(text), requestOfEvent(event), {
        failsLogin: true,
      });
      return explained.stages.map(({ stage, written }) => [stage, written]);
    };
    const others = ['RequestReceived', 'ResponseComplete', 'Panic'].map((stage) => [stage, false]);
    expect(stagesOf('RequestReceived')).toEqual(expect.arrayContaining([['ResponseStarted', true], ...others]));
    expect(stagesOf('ResponseStarted')).toEqual(expect.arrayContaining([['ResponseStarted', false], ...others]));
    const later = { ...event, stage: 'ResponseComplete', user: { username: 'alice' } };
    expect(isFailedLogin(later)).toBe(false);
  });
});
