import { expect, it } from 'vitest';
import { explainRequest, isValid, kubeRelease, loadPolicy, readRequest } from '../../../../src/policy/index.ts';
import { mismatchFacts } from './mismatch-facts.ts';

const policy = (rule: string): string => `apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n- level: None\n${rule}\n`;
const asked = {
  user: 'ann',
  groups: ['g', 'system:authenticated'],
  verb: 'get',
  apiGroup: '',
  resource: 'pods',
  subresource: 'log',
  namespace: 'prod',
  name: 'web',
};

it.each([
  ['  users: [bob]', 'user', ['ann'], ['bob']],
  ['  userGroups: [ops]', 'group', ['g', 'system:authenticated'], ['ops']],
  ['  verbs: [list]', 'verb', ['get'], ['list']],
  ['  namespaces: [dev]', 'namespace', ['prod'], ['dev']],
  ['  resources: [{group: apps}]', 'apiGroup', [''], ['apps']],
  ['  resources: [{group: "", resources: [secrets]}]', 'resource', ['pods/log'], ['secrets']],
  ['  resources: [{group: "", resources: [pods/log], resourceNames: [db]}]', 'resourceName', ['web'], ['db']],
] as const)('%s is told by its two sides', (rule, property, value, accepted) => {
  const loaded = loadPolicy(policy(rule), kubeRelease(36));
  const request = readRequest(asked, 'request');
  if (!isValid(loaded) || !request.ok) throw new Error('the example is wrong');
  const [examined] = explainRequest(loaded, loaded.policy, request.value).examined;
  expect(examined?.mismatch?.property).toBe(property);
  const [first] = loaded.policy.rules;
  if (!first) throw new Error('the example has no rule');
  expect(mismatchFacts(property, first, request.value)).toEqual({ value, accepted });
});
