import { expect, test } from 'vitest';

import { migratePolicy } from './migrate.ts';
import { seedPolicy } from './testkit.ts';

test('v1beta1 becomes v1, and every other byte stays', () => {
  const text = seedPolicy('registered');
  const migrated = migratePolicy(text);
  expect(migrated.ok && migrated.value).toEqual({
    text: text.replace('audit.k8s.io/v1beta1', 'audit.k8s.io/v1'),
    changes: ['apiVersion audit.k8s.io/v1beta1 is now audit.k8s.io/v1'],
  });
});

test('quotes and comments around the apiVersion stay', () => {
  const text = '# a\nkind: Policy\napiVersion: "audit.k8s.io/v1alpha1" # b\nrules:\n- level: None\n';
  const migrated = migratePolicy(text);
  expect(migrated.ok && migrated.value.text).toBe(text.replace('v1alpha1', 'v1'));
});

test('a v1 policy stays as it is', () => {
  const text = seedPolicy('ack');
  expect(migratePolicy(text)).toMatchObject({ ok: true, value: { text, changes: [] } });
});

test('what kube-apiserver refuses is refused', () => {
  const text = 'apiVersion: audit.k8s.io/v1beta1\nkind: Policy\nrules:\n- level: Full\n';
  expect(migratePolicy(text)).toMatchObject({
    ok: false,
    diagnostics: [{ code: 'policy-refused', line: 4, column: 10 }],
  });
  expect(migratePolicy('')).toMatchObject({ ok: false });
});
