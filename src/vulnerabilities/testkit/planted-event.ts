import { recordedLines } from '../../../test/support/recorded.ts';

/** What a planted event has that the recorded one it is made from has not. */
export interface Planted {
  readonly verb?: string;
  readonly user?: string;
  readonly groups?: readonly string[];
  readonly userAgent?: string;
  readonly address?: string;
  readonly level?: 'Metadata' | 'Request' | 'RequestResponse';
  readonly uri?: string;
  readonly resource?: string;
  readonly apiGroup?: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly code?: number;
  readonly message?: string;
  readonly request?: unknown;
  readonly response?: unknown;
  /** When the response was complete; left out: when the recorded one was. */
  readonly at?: string;
}

/** A person's `kubectl create service`, as kube-apiserver wrote it. */
const recorded = recordedLines('ack-v1').find(
  (line) => line.includes('"name":"ext-a"') && line.includes('"externalIPs"'),
);

/** The line of an event that is the recorded one but for what is given. Absent members of `objectRef` and bodies are left out. */
export function plantedLine(auditID: string, planted: Planted): string {
  if (!recorded) throw new Error('the recording has no such event');
  const event: Record<string, unknown> = JSON.parse(recorded.toString());
  const { user = 'mallory@corp.example', groups = ['devs', 'system:authenticated'], resource, code = 200 } = planted;
  const { subresource, namespace, name, apiGroup } = planted;
  const isResource = resource !== undefined;
  const line = {
    ...event,
    auditID,
    ...(planted.at === undefined ? {} : { stageTimestamp: planted.at }),
    level: planted.level ?? 'RequestResponse',
    verb: planted.verb ?? 'create',
    requestURI: planted.uri ?? `/apis/${resource}/${name ?? ''}`,
    user: { username: user, groups },
    sourceIPs: [planted.address ?? '198.51.100.7'],
    userAgent: planted.userAgent ?? 'kubectl/v1.36.3 (linux/amd64) kubernetes/0000000',
    objectRef: isResource ? { resource, namespace, name, apiGroup, apiVersion: 'v1', subresource } : undefined,
    responseStatus: { metadata: {}, code, message: planted.message },
    requestObject: planted.request,
    responseObject: planted.response,
  };
  // As Go writes it: signs that HTML knows are escaped.
  return JSON.stringify(line).replaceAll(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
}

/** The name of a kubelet's user, and its groups. */
export const node = { user: 'system:node:node1', groups: ['system:nodes', 'system:authenticated'] } as const;

/** A service account's name and groups. */
export function serviceAccount(namespace: string, name: string): Pick<Planted, 'user' | 'groups'> {
  return {
    user: `system:serviceaccount:${namespace}:${name}`,
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
  };
}

const prefix = 'nginx.ingress.kubernetes.io';

/** An Ingress with one annotation of ingress-nginx. */
export function annotated(annotation: string, value: string): Planted {
  return ingress({ annotations: { [`${prefix}/${annotation}`]: value } }, '/');
}

/** An Ingress with one path. */
export function withPath(path: string): Planted {
  return ingress({}, path);
}

function ingress(metadata: object, path: string): Planted {
  const spec = { rules: [{ host: 'shop.example', http: { paths: [{ path, pathType: 'ImplementationSpecific' }] } }] };
  return { resource: 'ingresses', namespace: 'shop', request: { kind: 'Ingress', metadata, spec } };
}

/** A JSON patch that sets one annotation of ingress-nginx. */
export function annotationPatch(annotation: string, value: string): Planted {
  const path = `/metadata/annotations/${prefix}~1${annotation}`;
  return { resource: 'ingresses', namespace: 'shop', verb: 'patch', request: [{ op: 'add', path, value }] };
}

/** A pod of one container, with more in its spec or its container. */
export function pod(spec: object, container: object = {}): Planted {
  const containers = [{ name: 'a', image: 'registry.example/a:1', ...container }];
  return { resource: 'pods', namespace: 'shop', request: { kind: 'Pod', spec: { containers, ...spec } } };
}
