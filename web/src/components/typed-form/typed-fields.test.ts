import { expect, it } from 'vitest';
import { channelTypes, formOf } from '../../../../src/delivery/index.ts';
import { type TypedField, fieldsOf, textOf, valueOf } from './typed-fields.ts';

function fieldsBy(name: string): ReadonlyMap<string, TypedField> {
  const type = channelTypes.find((one) => one.type === name);
  return new Map((type ? fieldsOf(formOf(type)) : []).map((field) => [field.name, field]));
}

it('each kind of channel that there is can be filled in, what has to be first', () => {
  for (const type of channelTypes) {
    const fields = fieldsOf(formOf(type));
    expect(new Set(fields.map(({ name }) => name)).size).toBe(fields.length);
    const optional = fields.findIndex(({ isRequired }) => !isRequired);
    if (optional >= 0) expect(fields.slice(optional).some(({ isRequired }) => isRequired)).toBe(false);
  }
});

it('members are asked for as what they are', () => {
  const webhook = fieldsBy('webhook');
  expect(webhook.get('method')).toMatchObject({ kind: 'choice', isRequired: false, ifLeftOut: 'POST' });
  expect(webhook.get('url')).toMatchObject({ kind: 'text', isRequired: true, isSecret: true });
  expect(webhook.get('headers')).toMatchObject({ kind: 'json', isSecret: true });
  expect(webhook.get('privateKey')).toMatchObject({ kind: 'long', isSecret: true });
  expect(fieldsBy('syslog').get('privateKey')).toMatchObject({ kind: 'long', isSecret: true });
  expect(fieldsBy('email').get('to')).toMatchObject({ kind: 'list', isRequired: true, isSecret: false });
});

it('several of those that there are can be chosen', () => {
  const settings = { properties: { bodies: { type: 'array', items: { type: 'string', enum: ['secrets', 'pods'] } } } };
  const [bodies] = fieldsOf({ settings, secrets: [] });
  expect(bodies).toMatchObject({ kind: 'choices', choices: ['secrets', 'pods'] });
  expect(valueOf('choices', '["secrets"]')).toEqual(['secrets']);
});

it('what stands in a field is what is kept, and the other way round', () => {
  expect(valueOf('text', '42')).toBe('42');
  expect(valueOf('number', '42')).toBe(42);
  expect(valueOf('boolean', 'false')).toBe(false);
  expect(valueOf('list', '["a"]')).toEqual(['a']);
  expect(valueOf('list', '[]')).toBeUndefined();
  expect(valueOf('json', '{"a":"b"}')).toEqual({ a: 'b' });
  expect(valueOf('json', '  ')).toBeUndefined();
  expect(() => valueOf('json', '{')).toThrow(SyntaxError);
  for (const value of ['a', 42, true, ['a'], { a: 'b' }]) {
    const kind = typeof value === 'string' ? 'text' : 'json';
    expect(valueOf(kind, textOf(value))).toEqual(value);
  }
});
