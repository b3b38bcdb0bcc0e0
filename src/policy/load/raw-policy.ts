import type { Value } from './value.ts';

/** A policy as read, before anything says that its levels, stages and groups are right. */
export interface RawPolicy {
  readonly apiVersion: string;
  readonly omitStages: readonly string[];
  readonly omitManagedFields: boolean;
  readonly rules: readonly RawRule[];
}

export interface RawRule {
  readonly level: string;
  readonly users: readonly string[];
  readonly userGroups: readonly string[];
  readonly verbs: readonly string[];
  readonly resources: readonly RawGroupResources[];
  readonly namespaces: readonly string[];
  readonly nonResourceURLs: readonly string[];
  readonly omitStages: readonly string[];
  readonly omitManagedFields?: boolean;
}

export interface RawGroupResources {
  readonly group: string;
  readonly resources: readonly string[];
  readonly resourceNames: readonly string[];
}

/** Takes the fields of a policy out of a value; null, absent and mistyped ones are Go's zero values. */
export function rawPolicy(root: Value, apiVersion: string, knowsOmitManagedFields: boolean): RawPolicy {
  const omitManagedFields = knowsOmitManagedFields ? flag(root, 'omitManagedFields') : undefined;
  return {
    apiVersion,
    omitStages: texts(root, 'omitStages'),
    omitManagedFields: omitManagedFields ?? false,
    rules: items(root, 'rules').map((rule) => rawRule(rule, knowsOmitManagedFields)),
  };
}

function rawRule(rule: Value, knowsOmitManagedFields: boolean): RawRule {
  const omitManagedFields = knowsOmitManagedFields ? flag(rule, 'omitManagedFields') : undefined;
  return {
    level: text(rule, 'level'),
    users: texts(rule, 'users'),
    userGroups: texts(rule, 'userGroups'),
    verbs: texts(rule, 'verbs'),
    resources: items(rule, 'resources').map((resource) => ({
      group: text(resource, 'group'),
      resources: texts(resource, 'resources'),
      resourceNames: texts(resource, 'resourceNames'),
    })),
    namespaces: texts(rule, 'namespaces'),
    nonResourceURLs: texts(rule, 'nonResourceURLs'),
    omitStages: texts(rule, 'omitStages'),
    ...(omitManagedFields === undefined ? {} : { omitManagedFields }),
  };
}

/** The value of an object's member. */
export function member(value: Value | undefined, name: string): Value | undefined {
  if (value?.kind !== 'object') return undefined;
  return value.members.find((member) => member.name === name)?.value;
}

function items(value: Value, name: string): readonly Value[] {
  const list = member(value, name);
  return list?.kind === 'array' ? list.items : [];
}

function text(value: Value, name: string): string {
  const found = member(value, name);
  return found?.kind === 'string' ? found.value : '';
}

function texts(value: Value, name: string): readonly string[] {
  return items(value, name).map((item) => (item.kind === 'string' ? item.value : ''));
}

function flag(value: Value, name: string): boolean | undefined {
  const found = member(value, name);
  return found?.kind === 'bool' ? found.value : undefined;
}
