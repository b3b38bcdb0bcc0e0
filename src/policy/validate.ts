import type { KubeRelease } from './kube-release.ts';
import { goJsonString, goQuote } from './load/go-text.ts';
import type { RawGroupResources, RawPolicy, RawRule } from './load/raw-policy.ts';
import { type Policy, type PolicyRule, isLevel, isStage, levels, stages } from './model.ts';

/** One of kube-apiserver's field errors. */
export interface FieldError {
  /** The path as kube-apiserver prints it, which has no index within `resources`. */
  readonly field: string;
  /** What it says after the path and a colon. */
  readonly detail: string;
  /** The way to the value itself. */
  readonly steps: readonly (string | number)[];
}

type Steps = readonly (string | number)[];

/**
 * Checks a policy as kube-apiserver does once it is decoded (pkg/apis/audit/validation), in its order and its words.
 * A policy without errors is returned typed.
 */
export function validateFields(
  raw: RawPolicy,
  release: KubeRelease,
): { errors: readonly FieldError[]; policy?: Policy } {
  const errors = [
    ...stageErrors(raw.omitStages, 'omitStages', ['omitStages']),
    ...raw.rules.flatMap((rule, index) => ruleErrors(rule, index, release)),
  ];
  if (errors.length > 0) return { errors };
  return {
    errors,
    policy: { ...raw, omitStages: raw.omitStages.filter(isStage), rules: raw.rules.map((rule) => typed(rule)) },
  };
}

function typed(rule: RawRule): PolicyRule {
  return { ...rule, level: isLevel(rule.level) ? rule.level : 'None', omitStages: rule.omitStages.filter(isStage) };
}

function ruleErrors(rule: RawRule, index: number, release: KubeRelease): FieldError[] {
  const path = `rules[${index}]`;
  const steps: Steps = ['rules', index];
  const errors = [
    ...levelErrors(rule.level, `${path}.level`, [...steps, 'level'], release),
    ...urlErrors(rule.nonResourceURLs, `${path}.nonResourceURLs`, [...steps, 'nonResourceURLs']),
    ...rule.resources.flatMap((resource, at) =>
      resourceErrors(resource, `${path}.resources`, [...steps, 'resources', at], release),
    ),
    ...stageErrors(rule.omitStages, `${path}.omitStages`, [...steps, 'omitStages']),
  ];
  if (rule.nonResourceURLs.length > 0 && (rule.resources.length > 0 || rule.namespaces.length > 0)) {
    errors.push({
      field: `${path}.nonResourceURLs`,
      detail: invalidList(
        rule.nonResourceURLs,
        'rules cannot apply to both regular resources and non-resource URLs',
        release,
      ),
      steps: [...steps, 'nonResourceURLs'],
    });
  }
  return errors;
}

function levelErrors(level: string, field: string, steps: Steps, release: KubeRelease): FieldError[] {
  if (isLevel(level)) return [];
  if (level === '') return [{ field, detail: 'Required value', steps }];
  const supported = levels.map((level) => goQuote(level)).join(', ');
  return [
    {
      field,
      detail: `Unsupported value: ${release.goSyntaxValues ? goQuote(level) : goJsonString(level)}: supported values: ${supported}`,
      steps,
    },
  ];
}

function urlErrors(urls: readonly string[], path: string, steps: Steps): FieldError[] {
  return urls.flatMap((url, index) => {
    if (url === '*') return [];
    const at = { field: `${path}[${index}]`, steps: [...steps, index] };
    const details: string[] = [];
    if (!url.startsWith('/')) details.push("non-resource URL rules must begin with a '/' character");
    if (url.slice(0, -1).includes('*'))
      details.push("non-resource URL wildcards '*' must be the final character of the rule");
    return details.map((detail) => ({ ...at, detail: `Invalid value: ${goQuote(url)}: ${detail}` }));
  });
}

function resourceErrors(resource: RawGroupResources, path: string, steps: Steps, release: KubeRelease): FieldError[] {
  const errors: FieldError[] = [];
  const { group } = resource;
  const details = group === '' || (group === '*' && release.groupWildcard) ? [] : subdomainErrors(group);
  if (details.length > 0) {
    const detail = `Invalid value: ${goQuote(group)}: ${details.join(',')}`;
    errors.push({ field: `${path}.group`, detail, steps: [...steps, 'group'] });
  }
  if (resource.resourceNames.length > 0 && resource.resources.length === 0) {
    errors.push({
      field: `${path}.resourceNames`,
      detail: invalidList(resource.resourceNames, 'using resourceNames requires at least one resource', release),
      steps: [...steps, 'resourceNames'],
    });
  }
  return errors;
}

const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const maxSubdomain = 253;

/** What is wrong with a DNS-1123 subdomain (apimachinery's IsDNS1123Subdomain). Its length is in bytes. */
function subdomainErrors(text: string): string[] {
  const errors: string[] = [];
  if (new TextEncoder().encode(text).length > maxSubdomain)
    errors.push(`must be no more than ${maxSubdomain} characters`);
  if (!subdomain.test(text)) {
    errors.push(
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character" +
        String.raw` (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`,
    );
  }
  return errors;
}

function stageErrors(names: readonly string[], path: string, steps: Steps): FieldError[] {
  return names.flatMap((name, index) => {
    if (isStage(name)) return [];
    const detail = `Invalid value: ${goQuote(name)}: allowed stages are ${stages.join(',')}`;
    return [{ field: `${path}[${index}]`, detail, steps: [...steps, index] }];
  });
}

function invalidList(values: readonly string[], detail: string, release: KubeRelease): string {
  const shown = release.goSyntaxValues
    ? `[]string{${values.map((value) => goQuote(value)).join(', ')}}`
    : `[${values.map((value) => goJsonString(value)).join(',')}]`;
  return `Invalid value: ${shown}: ${detail}`;
}
