import { describe, expect, test } from 'vitest';

import { asAuditEvent, requestOfEvent } from './audit-event.ts';
import { compilePolicy } from './evaluate.ts';
import { kubeRelease } from './kube-release.ts';
import { loadPolicy } from './load/index.ts';
import { recordedEvents, recordings, seedPolicy } from './testkit.ts';

describe('requestOfEvent', () => {
  test.each(recordings)(
    'says the recorded level of every event of $files.0',
    { timeout: 60_000 },
    ({ policy, files, events }) => {
      const loaded = loadPolicy(seedPolicy(policy), kubeRelease(20));
      if (!loaded.policy) throw new Error(loaded.text);
      const evaluator = compilePolicy(loaded.policy);
      const wrong: string[] = [];
      let count = 0;
      for (const { event, line } of recordedEvents(...files)) {
        count += 1;
        const { level, omitStages } = evaluator.evaluate(requestOfEvent(event));
        if (level !== event.level || omitStages.some((stage) => stage === event.stage)) wrong.push(line);
      }
      expect(wrong).toEqual([]);
      expect(count).toBe(events);
    },
  );

  test('takes the real user and leaves out what kube-apiserver adds to a create later', () => {
    const event = asAuditEvent({
      verb: 'create',
      requestURI: '/api/v1/namespaces/prod/secrets?fieldManager=kubectl',
      user: { username: 'alice', groups: ['devs'] },
      impersonatedUser: { username: 'root' },
      objectRef: { resource: 'secrets', namespace: 'prod', name: 'db', apiVersion: 'v1' },
    });
    expect(event && requestOfEvent(event)).toEqual({
      user: 'alice',
      groups: ['devs'],
      verb: 'create',
      apiGroup: '',
      resource: 'secrets',
      subresource: '',
      namespace: 'prod',
      name: '',
    });
  });

  test('a create with a subresource has its name', () => {
    const objectRef = { resource: 'pods', namespace: 'prod', name: 'web', subresource: 'exec' };
    const requestURI = '/api/v1/namespaces/prod/pods/web/exec?command=sh';
    expect(requestOfEvent({ verb: 'create', requestURI, objectRef })).toMatchObject({ name: 'web', namespace: 'prod' });
  });

  test('a request to no resource has its decoded path', () => {
    expect(requestOfEvent({ verb: 'get', requestURI: '/healthz/a%2Fb?verbose' })).toEqual({
      user: '',
      groups: [],
      verb: 'get',
      path: '/healthz/a/b',
    });
  });

  test.each([[null], [[]], ['x'], [{ level: 1 }], [{ user: { groups: 'a' } }], [{ objectRef: { name: {} } }]])(
    'takes %j for no event',
    (value) => {
      expect(asAuditEvent(value)).toBeUndefined();
    },
  );
});

describe('asAuditEvent', () => {
  test('reads members as Go does: in any case, and null as absent', () => {
    const event = asAuditEvent({
      Verb: 'get',
      STAGE: 'ResponseComplete',
      requesturi: '/api/v1/pods',
      User: { Username: 'alice', Groups: ['devs'] },
      ObjectRef: { Resource: 'pods', Namespace: '', APIGroup: null },
      ResponseStatus: null,
      ImpersonatedUser: null,
    });
    expect(event).toEqual({
      verb: 'get',
      stage: 'ResponseComplete',
      requestURI: '/api/v1/pods',
      user: { username: 'alice', groups: ['devs'] },
      objectRef: { resource: 'pods', namespace: '' },
    });
  });

  test.each([
    { Verb: 1 },
    { user: 'alice' },
    { User: { groups: [1] } },
    { objectRef: { Name: {} } },
    { responseStatus: { Code: '200' } },
    [],
    null,
  ])('takes nothing for an event whose members have other types: %j', (value) =>
    expect(asAuditEvent(value)).toBeUndefined(),
  );
});
