import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { withoutBodies } from './without-bodies.ts';

function stripped(event: string): string {
  return Buffer.from(withoutBodies(Buffer.from(event))).toString();
}

test.each([
  ['{"kind":"Event","requestObject":{"a":[1e400,{"b":"}"}]},"verb":"get"}', '{"kind":"Event","verb":"get"}'],
  ['{"requestObject":1,"REQUESTOBJECT":2,"re\\u0071uestObject":3,"responseobject":[]}', '{}'],
  [
    '{"verb":"get","n":123456789012345678901234567890,"responseObject":null}',
    '{"verb":"get","n":123456789012345678901234567890}',
  ],
  ['{ "verb" : "get" , "requestObject" : {} }', '{"verb" : "get"}'],
  ['{"other":{"requestObject":1},"annotations":{"requestObject":"x"}}', undefined],
  ['{"annotations":{}}', undefined],
  [
    '{"annotations":{"a":"1","patch.webhook.admission.k8s.io/round_0_index_0":"{\\"patch\\":1}","b":"2"},"v":1}',
    '{"annotations":{"a":"1","b":"2"},"v":1}',
  ],
  ['{"annotations":{"patch.webhook.admission.k8s.io/x":{"odd":1}},"v":1}', '{"v":1}'],
  ['{"annotations":["patch.webhook.admission.k8s.io/x"]}', undefined],
] as const)('%s', (event, expected) => {
  expect(stripped(event)).toBe(expected ?? event);
});

test('whatever the bodies are, the rest is the event that had none', () => {
  const members = fc.array(
    fc.record({
      name: fc.oneof(fc.constantFrom('requestObject', 'responseObject', 'ResponseObject'), fc.string()),
      value: fc.jsonValue(),
    }),
  );
  const isBody = (name: string) => ['requestobject', 'responseobject'].includes(name.toLowerCase());
  const text = (list: readonly { readonly name: string; readonly value: unknown }[]) =>
    `{${list.map(({ name, value }) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`;
  fc.assert(
    fc.property(members, (list) => {
      fc.pre(list.every(({ name }) => name !== 'annotations'));
      expect(stripped(text(list))).toBe(text(list.filter(({ name }) => !isBody(name))));
    }),
  );
});
