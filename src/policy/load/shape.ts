import type { KubeRelease } from '../kube-release.ts';

/** What a value has to be: Go's types of the audit API, `go` being how Go's messages name them. */
export type Shape =
  | { readonly kind: 'string' | 'bool' | 'number' | 'time' | 'any'; readonly go: string }
  | { readonly kind: 'list'; readonly go: string; readonly item: Shape }
  | { readonly kind: 'map'; readonly go: string; readonly item: Shape }
  | {
      readonly kind: 'struct';
      readonly go: string;
      /** The type's bare name, as the messages name the struct of a field. */
      readonly name: string;
      readonly fields: ReadonlyMap<string, Shape>;
    };

const string: Shape = { kind: 'string', go: 'string' };
const bool: Shape = { kind: 'bool', go: 'bool' };
const int64: Shape = { kind: 'number', go: 'int64' };
const time: Shape = { kind: 'time', go: 'v1.Time' };

function text(go: string): Shape {
  return { kind: 'string', go };
}

function list(item: Shape): Shape {
  return { kind: 'list', go: `[]${item.go}`, item };
}

function map(item: Shape): Shape {
  return { kind: 'map', go: `map[string]${item.go}`, item };
}

function struct(version: string, name: string, fields: Readonly<Record<string, Shape>>): Shape {
  return { kind: 'struct', go: `${version}.${name}`, name, fields: new Map(Object.entries(fields)) };
}

/** metav1.ObjectMeta, which a policy may carry and nothing reads. */
const objectMeta = struct('v1', 'ObjectMeta', {
  name: string,
  generateName: string,
  namespace: string,
  selfLink: string,
  uid: text('types.UID'),
  resourceVersion: string,
  generation: int64,
  creationTimestamp: time,
  deletionTimestamp: time,
  deletionGracePeriodSeconds: int64,
  labels: map(string),
  annotations: map(string),
  ownerReferences: list(
    struct('v1', 'OwnerReference', {
      apiVersion: string,
      kind: string,
      name: string,
      uid: text('types.UID'),
      controller: bool,
      blockOwnerDeletion: bool,
    }),
  ),
  finalizers: list(string),
  managedFields: list(
    struct('v1', 'ManagedFieldsEntry', {
      manager: string,
      operation: text('v1.ManagedFieldsOperationType'),
      apiVersion: string,
      time,
      fieldsType: string,
      fieldsV1: { kind: 'any', go: 'v1.FieldsV1' },
      subresource: string,
    }),
  ),
});

/** The shape of audit.k8s.io's Policy in a version (`v1`) as a release knows it. */
export function policyShape(version: string, release: KubeRelease): Shape {
  const omitManagedFields: Readonly<Record<string, Shape>> = release.knowsOmitManagedFields
    ? { omitManagedFields: bool }
    : {};
  const omitStages = list(text(`${version}.Stage`));
  const groupResources = struct(version, 'GroupResources', {
    group: string,
    resources: list(string),
    resourceNames: list(string),
  });
  const rule = struct(version, 'PolicyRule', {
    level: text(`${version}.Level`),
    users: list(string),
    userGroups: list(string),
    verbs: list(string),
    resources: list(groupResources),
    namespaces: list(string),
    nonResourceURLs: list(string),
    omitStages,
    ...omitManagedFields,
  });
  return struct(version, 'Policy', {
    kind: string,
    apiVersion: string,
    metadata: objectMeta,
    rules: list(rule),
    omitStages,
    ...omitManagedFields,
  });
}
