import { expect, it } from 'vitest';
import { entityOfField } from './entity-of-field.ts';
import { entityPage } from './entity-page.ts';

it.each([
  ['user.username', 'alice@corp.example', { kind: 'user', user: 'alice@corp.example' }],
  ['derived.ramUid', '240112', { kind: 'user', user: '240112' }],
  ['objectRef.namespace', 'prod', { kind: 'namespace', namespace: 'prod' }],
  ['sourceIPs', '203.0.113.9', { kind: 'address', address: '203.0.113.9' }],
  ['sourceIPs', '["203.0.113.9","10.0.0.1"]', { kind: 'address', address: '203.0.113.9' }],
  ['sourceIPs', '[]', { kind: 'address', address: '[]' }],
  ['user.username', '', undefined],
  ['verb', 'get', undefined],
])('%s %s', (field, value, entity) => expect(entityOfField(field, value)).toEqual(entity));

it('an object in no namespace says so to its page', () => {
  const page = entityPage({ kind: 'object', resource: 'nodes', namespace: '', name: 'n1' }, { from: 'now-1d' });
  expect(page).toEqual({
    to: '/reports/$id',
    params: { id: 'object' },
    search: { 'var.resource': 'nodes', 'var.namespace': '', 'var.name': 'n1', from: 'now-1d' },
  });
});
