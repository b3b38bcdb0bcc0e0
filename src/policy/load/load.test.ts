import { describe, expect, test } from 'vitest';

import { kubeRelease } from '../kube-release.ts';
import { loadPolicy, maxPolicySize } from './load.ts';

const head = 'apiVersion: audit.k8s.io/v1\nkind: Policy\n';
const internal = 'unknown group version field audit.k8s.io/__internal, Kind=Policy in policy';
const findKind = String.raw`struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" }`;

function said(text: string, minor = 36): string {
  return loadPolicy(text, kubeRelease(minor)).text;
}

// The expected texts are what kube-apiserver 1.20.2 and 1.36.3 said about these files.
describe('what kube-apiserver says', () => {
  test.each([
    ['an empty file', '', internal],
    ['comments alone', '# nothing\n', internal],
    ['no apiVersion', 'kind: Policy\nrules:\n- level: None\n', internal],
    [
      'a scalar',
      'hello',
      `failed decoding: couldn't get version/kind; json parse error: json: cannot unmarshal string into Go value of type ${findKind}`,
    ],
    [
      'another kind',
      'apiVersion: audit.k8s.io/v1\nkind: Event\n',
      'failed decoding: converting (v1.Event) to (audit.Policy): unknown conversion',
    ],
    [
      'a list for apiVersion',
      'apiVersion: [a]\nkind: Policy\n',
      "failed decoding: couldn't get version/kind; json parse error: json: cannot unmarshal array into Go struct field .apiVersion of type string",
    ],
    ['an apiVersion of three parts', 'apiVersion: a/b/c\n', 'failed decoding: unexpected GroupVersion string: a/b/c'],
    ['no rules', head, 'loaded illegal policy with 0 rules'],
    ['a null rule', `${head}rules:\n-\n`, 'rules[0].level: Required value'],
    [
      'a text for rules',
      `${head}rules: foo\n`,
      'failed decoding: json: cannot unmarshal string into Go struct field Policy.rules of type []v1.PolicyRule',
    ],
    [
      'a YAML 1.1 boolean',
      `${head}rules:\n- level: None\n  verbs: [y]\n`,
      'failed decoding: json: cannot unmarshal bool into Go struct field PolicyRule.rules.verbs of type string',
    ],
    [
      'a group that is a number',
      `${head}rules:\n- level: None\n  resources:\n  - group: 5\n`,
      'failed decoding: json: cannot unmarshal number into Go struct field GroupResources.rules.resources.group of type string',
    ],
    [
      'an infinity',
      `${head}rules:\n- level: None\n  users: [.inf]\n`,
      'failed decoding: json: unsupported value: +Inf',
    ],
    [
      'an unknown alias',
      `${head}rules:\n- level: None\n  users: *a\n`,
      "failed decoding: yaml: unknown anchor 'a' referenced",
    ],
    [
      'a tab as indentation',
      `${head}rules:\n\t- level: None\n`,
      'failed decoding: yaml: line 4: found character that cannot start any token',
    ],
    [
      'a tab on a blank line',
      `${head}rules:\n\t\n- level: None\n`,
      'failed decoding: yaml: line 4: found character that cannot start any token',
    ],
    [
      'a control character',
      `${head}rules:\n- level: "\u0001"\n`,
      'failed decoding: yaml: control characters are not allowed',
    ],
  ])('%s', (_, text, wanted) => {
    expect(said(text)).toBe(wanted);
  });

  test('json-iterator words wrong types up to 1.22', () => {
    expect(said(`${head}rules:\n- level: None\n  users: foo\n`, 20)).toBe(
      'failed decoding: v1.Policy.Rules: []v1.PolicyRule: v1.PolicyRule.Users: []string: decode slice: expect [ or n, but found ", ' +
        'error found in #10 byte of ...|,"users":"foo"}]}|..., bigger context ...|"kind":"Policy","rules":[{"level":"None","users":"foo"}]}|...',
    );
  });

  test('several errors are listed once each, quoted as the release quotes', () => {
    const text = `${head}rules:\n- level: "F<\\u200b"\n  namespaces: [a]\n  nonResourceURLs: [/a<b]\n- level: None\n  resources: [{group: A}, {group: A}]\n`;
    const subdomain = String.raw`a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`;
    const both = 'rules cannot apply to both regular resources and non-resource URLs';
    const supported = 'supported values: "None", "Metadata", "Request", "RequestResponse"';
    expect(said(text, 20)).toBe(
      String.raw`[rules[0].level: Unsupported value: "F<\u200b": ${supported}, rules[0].nonResourceURLs: Invalid value: []string{"/a<b"}: ${both}, rules[1].resources.group: Invalid value: "A": ${subdomain}]`,
    );
    expect(said(text)).toBe(
      `[rules[0].level: Unsupported value: "F\\u003c\u200b": ${supported}, rules[0].nonResourceURLs: Invalid value: ["/a\\u003cb"]: ${both}, rules[1].resources.group: Invalid value: "A": ${subdomain}]`,
    );
    expect(loadPolicy(text).errors.map(({ path, line, column }) => ({ path, line, column }))).toEqual([
      { path: 'rules[0].level', line: 4, column: 10 },
      { path: 'rules[0].nonResourceURLs', line: 6, column: 20 },
      { path: 'rules[1].resources.group', line: 8, column: 23 },
    ]);
  });
});

describe('what kube-apiserver swallows', () => {
  test('unknown and duplicate fields, in the order in which they are decoded', () => {
    const text = `${head}zed: 1\nrules:\n- level: None\n  level: Metadata\n  abc: 1\n`;
    const loaded = loadPolicy(text);
    expect(loaded.log).toBe(
      'Audit policy contains errors, falling back to lenient decoding: strict decoding error: yaml: unmarshal errors:\n  line 6: key "level" already set in map, unknown field "rules[0].abc", unknown field "zed"',
    );
    expect(loaded.policy?.rules[0]?.level).toBe('Metadata');
    expect(loaded.warnings.map(({ code, path, line, column }) => ({ code, path, line, column }))).toEqual([
      { code: 'duplicate-field', path: 'rules[0].level', line: 6, column: 3 },
      { code: 'unknown-field', path: 'rules[0].abc', line: 7, column: 3 },
      { code: 'unknown-field', path: 'zed', line: 3, column: 1 },
    ]);
  });

  test('a release that ends the apiVersion, a second document, text that is indented less', () => {
    const old = 'apiVersion: audit.k8s.io/v1beta1\nkind: Policy\nrules:\n- level: None\n---\nkind: x\n';
    const codes = loadPolicy(old, kubeRelease(20)).warnings.map(({ code }) => code);
    expect(codes).toEqual(['several-documents', 'api-version-ended']);
    const less = '  apiVersion: audit.k8s.io/v1\n  kind: Policy\n  rules: [{level: None}]\nrules: []\n';
    const loaded = loadPolicy(less);
    expect(loaded.policy?.rules).toHaveLength(1);
    expect(loaded.warnings).toMatchObject([{ code: 'text-not-read', line: 4, column: 1 }]);
  });

  test('omitManagedFields before 1.23 is an unknown field', () => {
    const text = `${head}omitManagedFields: true\nrules:\n- level: None\n`;
    expect(loadPolicy(text, kubeRelease(22)).policy?.omitManagedFields).toBe(false);
    expect(loadPolicy(text, kubeRelease(23)).policy?.omitManagedFields).toBe(true);
  });
});

describe('hostile files', () => {
  test('a billion laughs are refused as kube-apiserver refuses them', () => {
    const layers = 'bcdefgh'.split('').map((name, index) => {
      const below = `*${'abcdefg'[index]}`;
      return `${name}: &${name} [${Array.from({ length: 10 }, () => below).join(',')}]\n`;
    });
    const text = `${head}a: &a [x,x,x,x,x,x,x,x,x,x]\n${layers.join('')}rules:\n- level: None\n  users: *h\n`;
    expect(said(text)).toBe('failed decoding: yaml: document contains excessive aliasing');
  });

  test('an anchor that contains itself', () => {
    expect(said(`${head}a: &a [*a]\n`)).toBe("failed decoding: yaml: anchor 'a' value contains itself");
  });

  test.each([
    ['brackets', '['.repeat(200_000)],
    ['dashes', '- '.repeat(100_000)],
    ['JSON', `{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`],
  ])('depth: %s', (_, text) => {
    expect(loadPolicy(text).errors).toHaveLength(1);
  });

  test('a file of 5 MB is too large', () => {
    const text = `${head}rules:\n${'- level: None\n'.repeat(375_000)}`;
    expect(text.length).toBeGreaterThan(maxPolicySize);
    expect(loadPolicy(text).errors).toMatchObject([{ code: 'policy-too-large', line: 1, column: 1 }]);
  });

  test('10,000 rules are read', () => {
    const text = `${head}rules:\n${'- level: None\n  users: [a, b]\n'.repeat(10_000)}`;
    expect(loadPolicy(text).policy?.rules).toHaveLength(10_000);
  });
});
