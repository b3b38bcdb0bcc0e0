// Logs that other projects published: which events of each file can be read, and that their columns and bytes are right.
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { type ColumnName, EventReader, layouts, renderEvent, splitBody } from '../../src/audit/index.ts';
import { differences, referenceRow } from '../support/reference-columns.ts';

const corpus = path.resolve(import.meta.dirname, '../../../shared/data/logs');
const present = existsSync(corpus);
if (!present) process.stderr.write(`SKIPPED published audit logs: ${corpus} is not there\n`);

/** Files in which something else stands than one event that can be read. */
const expected: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  // Logs in their clouds' envelopes, as test cases.
  'aks-eks-gke/aws_eks_rules.tests.jsonl': { 'no-audit-id': 20 },
  'aks-eks-gke/azure_activity_rules.tests.jsonl': { 'no-audit-id': 5 },
  'aks-eks-gke/gcp_k8s_rules.tests.jsonl': { 'no-audit-id': 25 },
  'audit2rbac/demo.log': { readable: 37 },
  'audit2rbac/unclepeddy-audit.log': { 'no-audit-id': 2 },
  'crowdsec/webhook-body-capitalised-keys.json': { readable: 2 },
  'falco-trace-files/create_configmap_sensitive_values.json': { readable: 6 },
  'falco-trace-files/fal_01_003.json': { 'not-an-event': 1 },
  'openshift-logsamples/otlp_audit_host.json': { 'no-audit-id': 1 },
  'openshift-logsamples/otlp_audit_kube.json': { 'no-audit-id': 1 },
  'openshift-logsamples/otlp_audit_openshift.json': { 'no-audit-id': 1 },
  'openshift-logsamples/otlp_audit_ovn.json': { 'no-audit-id': 1 },
  'openshift-logsamples/viaq_audit_host.json': { 'no-audit-id': 1 },
  'openshift-logsamples/viaq_audit_ovn.json': { 'no-audit-id': 1 },
  'openshift-logsamples/webhook-eventlist-1.json': { readable: 2 },
};

const files = present ? globSync('**/*.{json,jsonl,log}', { cwd: corpus }).toSorted() : [];
const reader = new EventReader();

function eventsOf(file: string): { readonly bytes: Buffer; readonly reason: string | undefined }[] {
  const body = readFileSync(path.join(corpus, file));
  const { pieces } = splitBody(body);
  return pieces.map(({ from, to, reason }) => ({ bytes: body.subarray(from, to), reason }));
}

describe.skipIf(!present)('published audit logs', () => {
  test('are all there', () => expect(files).toHaveLength(76));

  test.each(files)('%s', (file) => {
    const counts: Record<string, number> = {};
    for (const { bytes, reason } of eventsOf(file)) {
      const name = reason ?? 'readable';
      counts[name] = (counts[name] ?? 0) + 1;
      expect(reader.read(bytes, 0, bytes.length, 1)).toBe(reason);
      if (reason) continue;
      const { row } = reader;
      const reference = referenceRow(bytes, row.layout === layouts.raw);
      expect(differences(reference, (column) => row.text(column as ColumnName))).toEqual({});
      expect(Buffer.from(renderEvent(row)).equals(bytes)).toBe(true);
    }
    expect(counts).toEqual(expected[file] ?? { readable: 1 });
  });

  test('keys in capitals are the fields that Go takes them for', () => {
    const [first] = eventsOf('crowdsec/webhook-body-capitalised-keys.json');
    const { bytes } = first ?? { bytes: Buffer.alloc(0) };
    expect(reader.read(bytes, 0, bytes.length, 1)).toBeUndefined();
    expect(reader.row.text('verb')).not.toBe('');
    expect(reader.row.text('user_username')).not.toBe('');
    expect(reader.row.text('object_resource')).not.toBe('');
  });

  test('everyone in audit2rbac is impersonated', () => {
    for (const { bytes } of eventsOf('audit2rbac/demo.log')) {
      expect(reader.read(bytes, 0, bytes.length, 1)).toBeUndefined();
      expect(reader.row.text('impersonated_user')).toContain('"username":');
    }
  });
});
