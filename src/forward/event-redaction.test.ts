import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recordedLines } from '../../test/support/recorded.ts';
import { storedEvent } from './testkit.ts';
import { type RedactionHead, redactionOf } from './event-redaction.ts';

function redacted(text: string, rules: Partial<RedactionHead> = {}): string {
  const redaction = redactionOf({ bodies: [], redact: [], ...rules });
  return Buffer.from(redaction(storedEvent({ id: 'a', bytes: Buffer.from(text) })).bytes).toString();
}

const secret = (resource: string, body: string): string =>
  `{"kind":"Event","auditID":"a","objectRef":{"resource":"${resource}","name":"n"},${body},"annotations":{"b":"c"}}`;

test.each(['secrets', 'configmaps', 'tokenreviews'])('bodies of %s are not sent, and the event says so', (resource) => {
  const event = secret(resource, '"requestObject":{"data":{"p":"cGFzcw=="}},"responseObject":{"status":{"token":"t"}}');
  expect(redacted(event)).toBe(
    `{"kind":"Event","auditID":"a","objectRef":{"resource":"${resource}","name":"n"},"annotations":{"b":"c","whodunit/redacted":"requestObject, responseObject"}}`,
  );
  expect(redacted(event, { bodies: [resource] })).toBe(event);
});

test('the token that a service account was given is not sent, and the rest of service accounts is', () => {
  const body = '"responseObject":{"status":{"token":"t"}}';
  const given = secret('serviceaccounts","subresource":"token', body);
  expect(redacted(given)).not.toContain('"token":"t"');
  expect(redacted(given, { bodies: ['serviceaccounts/token'] })).toBe(given);
  const other = secret('serviceaccounts', body);
  expect(redacted(other)).toBe(other);
});

test.each([
  ['"RequestObject":{"data":1}'],
  [String.raw`"request\u004fbject":{"data":1}`],
  ['"responseObject":[1],"responseobject":2'],
])('a body is not hidden by how its name is written: %s', (body) => {
  expect(redacted(secret('secrets', body))).not.toMatch(/data|\[1\]|:2/);
});

test('an event that has none of that is sent byte for byte', () => {
  const redaction = redactionOf({
    // The recording has such an answer.
    bodies: ['serviceaccounts/token'],
    redact: [{ fields: ['user.extra.nothing'] }, { pattern: 'no such text' }],
  });
  for (const bytes of recordedLines('modern-v1.36')) {
    const event = storedEvent({ id: 'a', bytes });
    expect(redaction(event)).toBe(event);
  }
});

test('fields are cut out by path, of some resources, within lists and with dots in their names', () => {
  const event =
    '{"auditID":"a","user":{"username":"u","extra":{"k":["v"]}},"objectRef":{"resource":"pods","subresource":"exec"},"requestObject":{"spec":{"containers":[{"env":[1],"name":"c"},{"name":"d"}]}},"annotations":{"x.io/y":"z"}}';
  const redact = [
    { fields: ['user.extra'] },
    { fields: ['requestObject.spec.containers.env'], resources: ['pods/exec'] },
    { fields: ['annotations.x.io/y'], resources: ['pods'] },
    { fields: ['auditID'], resources: ['secrets'] },
  ];
  expect(JSON.parse(redacted(event, { redact }))).toEqual({
    auditID: 'a',
    user: { username: 'u' },
    objectRef: { resource: 'pods', subresource: 'exec' },
    requestObject: { spec: { containers: [{ name: 'c' }, { name: 'd' }] } },
    annotations: { 'whodunit/redacted': 'user.extra, requestobject.spec.containers.env, annotations.x.io/y' },
  });
});

test('texts that a pattern finds are replaced, in some fields or everywhere, and names and numbers stay', () => {
  const event = String.raw`{"auditID":"a","requestURI":"/x?token=abc\u0031","AKIA1":1,"user":{"username":"AKIA9"},"n":1e400}`;
  expect(redacted(event, { redact: [{ pattern: 'AKIA[0-9]|token=\\w+' }] })).toBe(
    '{"auditID":"a","requestURI":"/x?[redacted]","AKIA1":1,"user":{"username":"[redacted]"},"n":1e400,"annotations":{"whodunit/redacted":"texts by a pattern"}}',
  );
  expect(redacted(event, { redact: [{ fields: ['requestURI'], pattern: 'token=\\w+|AKIA9' }] })).toContain('AKIA9');
});

test('whatever the event is, what is redacted is JSON, and nothing that the pattern finds is left', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (members) => {
      const { annotations: _, ...rest } = members;
      const text = redacted(JSON.stringify({ ...rest, auditID: 'a', x: 'secret' }), {
        redact: [{ pattern: 'secret' }],
      });
      expect((JSON.parse(text) as { x: string }).x).toBe('[redacted]');
    }),
  );
});
