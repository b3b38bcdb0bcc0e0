import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fields } from '../../audit/index.ts';
import { insertLines, startTestEngine, type TestEngine } from '../../store/testkit.ts';
import { resolveField } from './field-reference.ts';
import { fieldExpression } from './fields.ts';
import { list } from '../types/node.ts';
import { printSql } from '../types/print-node.ts';

const event = {
  kind: 'Event',
  apiVersion: 'audit.k8s.io/v1',
  level: 'Request',
  auditID: '16EF1F07-not-a-uuid',
  stage: 'ResponseComplete',
  requestURI: '/api/v1/namespaces/a/pods/p/exec?command=ls&command=-la',
  verb: 'create',
  user: { username: 'system:serviceaccount:a:b', groups: ['g'], extra: { 'x.io/y': ['1', '2'] } },
  userAgent: 'kubectl/v1.36.0 (linux/amd64)',
  objectRef: { resource: 'pods', namespace: 'a', name: 'p"q', subresource: 'exec' },
  responseStatus: { metadata: {}, status: 'Failure', code: 403 },
  requestObject: {
    spec: {
      replicas: 3,
      on: true,
      none: null,
      text: 'a\nb',
      containers: [{ image: 'x:1' }, { image: 'y/2' }],
      one: [{ k: 'v' }],
    },
    metadata: { annotations: { 'a.b/c': 'dotted' } },
  },
  stageTimestamp: '2026-11-20T18:05:19.347836Z',
  annotations: { 'authorization.k8s.io/decision': 'allow' },
  unknown: { a: 1 },
};
const bare = {
  auditID: '16ef1f07-37d0-4f3e-a111-9afcf0a88042',
  stage: 'Panic',
  stageTimestamp: '9999-01-01T00:00:00Z',
};

describe('fieldExpression', () => {
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await startTestEngine();
    await insertLines(engine, 'full', [JSON.stringify(event)], 1_700_000_000_000_000);
    await insertLines(engine, 'bare', [JSON.stringify(bare)], 1_700_000_000_000_000);
  });
  afterAll(() => engine.close());

  async function values(cluster: string, names: readonly string[]): Promise<unknown> {
    const expressions = names.map((name) => {
      const reference = resolveField(name);
      if (reference === undefined) throw new Error(name);
      return fieldExpression(reference, { clusters: [{ id: 'full', name: 'Production' }] }).node;
    });
    const { text, parameters } = printSql(list(expressions));
    const { rows } = await engine.rows(`SELECT ${text} FROM events WHERE cluster_id = '${cluster}'`, {
      parameters,
      settings: { output_format_json_quote_64bit_integers: 0 },
    });
    return Object.fromEntries(names.map((name, index) => [name, rows[0]?.[index]]));
  }

  it('gives what was received, and NULL where nothing was', async () => {
    const expected = {
      auditID: '16EF1F07-not-a-uuid',
      level: 'Request',
      'user.uid': null,
      'user.groups': '["g"]',
      'user.extra.x.io/y': '["1","2"]',
      user: '{"username":"system:serviceaccount:a:b","groups":["g"],"extra":{"x.io/y":["1","2"]}}',
      objectRef: String.raw`{"resource":"pods","namespace":"a","name":"p\"q","subresource":"exec"}`,
      responseStatus: '{"code":403,"status":"Failure"}',
      'responseStatus.code': 403,
      'responseStatus.details': null,
      'requestObject.spec.replicas': '3',
      'requestObject.spec.on': 'true',
      'requestObject.spec.none': null,
      'requestObject.spec.text': 'a\nb',
      'requestObject.spec.containers.image': '["x:1","y/2"]',
      'requestObject.spec.one.k': 'v',
      'requestObject.spec.one': '[{"k":"v"}]',
      'requestObject.metadata.annotations.a.b/c': 'dotted',
      'requestObject.metadata.annotations.a': null,
      'annotations.authorization.k8s.io/decision': 'allow',
      stageTimestamp: '2026-11-20T18:05:19.347836Z',
      requestReceivedTimestamp: null,
      other: '{"unknown":{"a":1}}',
      'other.unknown.a': '1',
      'derived.command': 'ls -la',
      'derived.client': 'kubectl',
      'derived.clientVersion': 'v1.36.0',
      'derived.serviceAccountName': 'b',
      'derived.ramUid': null,
      __time__: 1_795_197_919,
      __time_ns_part__: 347_836_000,
      __receive_time__: 1_700_000_000,
      __cluster__: 'Production',
      __topic__: null,
      '__tag__:__path__': null,
    };
    expect(await values('full', Object.keys(expected))).toEqual(expected);
  });

  it('is NULL for every field that an event lacks', async () => {
    const present = new Set(['auditID', 'stage', 'stageTimestamp', 'other']);
    const names = fields.map((field) => field.name).filter((name) => !present.has(name));
    expect(await values('bare', names)).toEqual(Object.fromEntries(names.map((name) => [name, null])));
  });

  it('shows a time that nobody has as it came, and an id that is a UUID', async () => {
    expect(await values('bare', ['stageTimestamp', 'auditID', '__time__'])).toEqual({
      stageTimestamp: '9999-01-01T00:00:00Z',
      auditID: bare.auditID,
      __time__: 1_700_000_000,
    });
  });
});
