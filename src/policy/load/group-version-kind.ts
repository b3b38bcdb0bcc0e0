import type { Span } from '../../base/index.ts';
import type { KubeRelease } from '../kube-release.ts';
import { goQuote } from './go-text.ts';
import type { Value } from './value.ts';

/** What the file says that it is, or kube-apiserver's words for why it is no policy. */
export type Identified =
  | { readonly ok: true; readonly apiVersion: string }
  /** No apiVersion: kube-apiserver takes its internal type and refuses the file after reading it. */
  | { readonly ok: true; readonly apiVersion: typeof internal }
  | { readonly ok: false; readonly message: string; readonly path: string; readonly at: Span };

export const internal = 'audit.k8s.io/__internal';
const group = 'audit.k8s.io';

/** Kinds that kube-apiserver's audit scheme knows besides Policy, and cannot turn into one. */
const otherKinds = new Map<string, readonly string[]>([
  [group, ['Event', 'EventList', 'PolicyList', 'WatchEvent']],
  ['', ['WatchEvent', 'Status', 'APIVersions', 'APIGroup', 'APIGroupList', 'APIResourceList']],
]);
const optionKinds = ['ListOptions', 'GetOptions', 'DeleteOptions', 'CreateOptions', 'UpdateOptions', 'PatchOptions'];
const findKind = String.raw`struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" }`;

/** Reads kind and apiVersion as kube-apiserver does before it decodes: names in any case, the last one wins. */
export function identify(root: Value, release: KubeRelease): Identified {
  const whole = { path: '', at: { from: root.from, to: root.from } };
  if (root.kind !== 'object' && root.kind !== 'null') {
    const message = `couldn't get version/kind; json parse error: json: cannot unmarshal ${root.kind} into Go value of type ${findKind}`;
    return { ok: false, message, ...whole };
  }
  const found = { apiVersion: { text: '', at: whole.at }, kind: { text: '', at: whole.at } };
  for (const member of root.kind === 'object' ? root.members : []) {
    const lower = member.name.toLowerCase();
    const field = lower === 'apiversion' ? 'apiVersion' : lower === 'kind' ? 'kind' : undefined;
    if (!field || member.value.kind === 'null') continue;
    if (member.value.kind !== 'string') {
      const message = `couldn't get version/kind; json parse error: json: cannot unmarshal ${member.value.kind} into Go struct field .${field} of type string`;
      return { ok: false, message, path: field, at: member.value };
    }
    const exact = member.name === field;
    // Sorted, capitals come before small letters, so the exact name is the last one.
    if (exact || found[field].text === '') found[field] = { text: member.value.value, at: member.value };
  }
  return judge(found, release);
}

interface Found {
  readonly text: string;
  readonly at: Span;
}

function judge(found: { readonly apiVersion: Found; readonly kind: Found }, release: KubeRelease): Identified {
  const { apiVersion, kind } = found;
  const gv = parseGroupVersion(apiVersion.text);
  if (!gv) {
    const message = `unexpected GroupVersion string: ${apiVersion.text}`;
    return { ok: false, message, path: 'apiVersion', at: apiVersion.at };
  }
  const name = kind.text === '' ? 'Policy' : kind.text;
  const full = gv.group === '' ? gv.version : `${gv.group}/${gv.version}`;
  const isAccepted = release.apiVersions.includes(full);
  if (name === 'Policy' && (full === internal || isAccepted)) return { ok: true, apiVersion: full };
  const known = gv.group === '' ? full === 'v1' : isAccepted;
  if (known && [...(otherKinds.get(gv.group) ?? []), ...optionKinds].includes(name)) {
    const message = `converting (${gv.version}.${name}) to (audit.Policy): unknown conversion`;
    return { ok: false, message, path: 'kind', at: kind.at };
  }
  const where = full === internal ? `the internal version of group ${goQuote(group)}` : `version ${goQuote(full)}`;
  const message = `no kind ${goQuote(name)} is registered for ${where} in scheme ${goQuote(release.schemeName)}`;
  return {
    ok: false,
    message,
    ...(isAccepted ? { path: 'kind', at: kind.at } : { path: 'apiVersion', at: apiVersion.at }),
  };
}

/** Splits an apiVersion and fills in what is left out: kube-apiserver then assumes its internal version. */
function parseGroupVersion(text: string): { readonly group: string; readonly version: string } | undefined {
  const parts = text === '/' ? [''] : text.split('/');
  if (parts.length > 2) return undefined;
  const [first = '', second = ''] = parts;
  const gv = parts.length === 2 ? { group: first, version: second } : { group: '', version: first };
  if (gv.version !== '' || (gv.group !== '' && gv.group !== group)) return gv;
  return { group, version: '__internal' };
}
