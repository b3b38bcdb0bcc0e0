import type { GroupResources, PolicyRule } from '../model.ts';
import { type Request, type ResourceRequest, isResourceRequest } from '../request.ts';

/** The first property of a request, in kube-apiserver's order, that a rule does not accept. */
export interface Mismatch {
  readonly property:
    | 'user'
    | 'group'
    | 'verb'
    | 'kind'
    | 'namespace'
    | 'apiGroup'
    | 'resource'
    | 'resourceName'
    | 'path';
  /** Why the rule does not match, as a sentence without a final stop. */
  readonly message: string;
}

/**
 * Says why a rule does not match a request; undefined where it matches. Written straight from ruleMatches of
 * pkg/audit/policy/checker.go and apart from the evaluator, so that each can be tested by the other.
 */
export function findMismatch(rule: PolicyRule, request: Request, groupWildcard: boolean): Mismatch | undefined {
  return whoMismatch(rule, request) ?? whatMismatch(rule, request, groupWildcard);
}

function whoMismatch(rule: PolicyRule, request: Request): Mismatch | undefined {
  const { user, groups, verb } = request;
  if (rule.users.length > 0 && !rule.users.includes(user))
    return { property: 'user', message: `the user ${quote(user)} is not one of ${list(rule.users)}` };
  if (rule.userGroups.length > 0 && !groups.some((group) => rule.userGroups.includes(group)))
    return { property: 'group', message: `the user is in none of the groups ${list(rule.userGroups)}` };
  if (rule.verbs.length > 0 && !rule.verbs.includes(verb))
    return { property: 'verb', message: `the verb ${quote(verb)} is not one of ${list(rule.verbs)}` };
  return undefined;
}

function whatMismatch(rule: PolicyRule, request: Request, groupWildcard: boolean): Mismatch | undefined {
  if (rule.namespaces.length > 0 || rule.resources.length > 0) {
    if (isResourceRequest(request)) return resourceMismatch(rule, request, groupWildcard);
    return { property: 'kind', message: 'the rule is for resources and the request is for a path' };
  }
  if (rule.nonResourceURLs.length === 0) return undefined;
  if (isResourceRequest(request))
    return { property: 'kind', message: 'the rule is for paths and the request is for a resource' };
  const { path } = request;
  if (rule.nonResourceURLs.some((pattern) => pathMatches(path, pattern))) return undefined;
  return { property: 'path', message: `the path ${quote(path)} matches none of ${list(rule.nonResourceURLs)}` };
}

function pathMatches(path: string, pattern: string): boolean {
  if (pattern === '*' || pattern === path) return true;
  return pattern.endsWith('*') && path.startsWith(pattern.slice(0, -1));
}

function resourceMismatch(rule: PolicyRule, request: ResourceRequest, groupWildcard: boolean): Mismatch | undefined {
  const { namespace, apiGroup } = request;
  if (rule.namespaces.length > 0 && !rule.namespaces.includes(namespace)) {
    const where = namespace === '' ? 'the request is not in a namespace' : `the namespace ${quote(namespace)}`;
    const problem = namespace === '' ? 'and the rule is for' : 'is not one of';
    return { property: 'namespace', message: `${where} ${problem} ${list(rule.namespaces)}` };
  }
  if (rule.resources.length === 0) return undefined;
  const inGroup = rule.resources.filter(({ group }) => group === apiGroup || (group === '*' && groupWildcard));
  if (inGroup.length === 0) {
    const groups = rule.resources.map(({ group }) => group);
    return { property: 'apiGroup', message: `the API group ${quote(apiGroup)} is not one of ${list(groups)}` };
  }
  const named = inGroup.filter(
    (entry) => entry.resources.length === 0 || entry.resources.some((pattern) => covers(pattern, request)),
  );
  if (named.length === 0) {
    const patterns = inGroup.flatMap((entry) => entry.resources);
    return {
      property: 'resource',
      message: `the resource ${quote(combined(request))} matches none of ${list(patterns)}`,
    };
  }
  if (named.some((entry) => acceptsName(entry, request.name))) return undefined;
  const names = named.flatMap((entry) => entry.resourceNames);
  const name = request.name === '' ? 'the request names no object' : `the name ${quote(request.name)}`;
  const problem = request.name === '' ? 'and the rule is for' : 'is not one of';
  return { property: 'resourceName', message: `${name} ${problem} ${list(names)}` };
}

function acceptsName(entry: GroupResources, name: string): boolean {
  return entry.resources.length === 0 || entry.resourceNames.length === 0 || entry.resourceNames.includes(name);
}

function covers(pattern: string, request: ResourceRequest): boolean {
  if (pattern === '*' || pattern === combined(request)) return true;
  if (request.subresource !== '' && pattern === `*/${request.subresource}`) return true;
  return pattern === `${request.resource}/*`;
}

function combined({ resource, subresource }: ResourceRequest): string {
  return subresource === '' ? resource : `${resource}/${subresource}`;
}

function quote(text: string): string {
  return JSON.stringify(text);
}

/** Names in a message; beyond this many they are counted. */
const shown = 8;

function list(values: readonly string[]): string {
  const names = values.slice(0, shown).map((value) => quote(value));
  const rest = values.length - names.length;
  return rest > 0 ? `${names.join(', ')} and ${rest} more` : names.join(', ');
}
