import {
  annotated,
  annotationPatch,
  node,
  type Planted,
  plantedLine,
  pod,
  serviceAccount,
  withPath,
} from './planted-event.ts';

/** Events that look like the exploitation of a CVE, and others that come close and are good work. */
interface Case {
  readonly fires: readonly Planted[];
  readonly silent: readonly Planted[];
}

const tar =
  '/api/v1/namespaces/shop/pods/web/exec?command=tar&command=cf&command=-&command=%2Ftmp%2Fx&container=web&stdout=true';
const upload =
  '/api/v1/namespaces/shop/pods/web/exec?command=tar&command=-xmf&command=-&command=-C&command=%2Ftmp&stdin=true';
const exec = (userAgent: string, uri = tar): Planted => ({
  resource: 'pods',
  subresource: 'exec',
  namespace: 'shop',
  verb: 'create',
  code: 101,
  level: 'Metadata',
  userAgent,
  uri,
});
const kubectl = (version: string, system = 'linux/amd64'): string =>
  `kubectl/${version} (${system}) kubernetes/0000000`;
const service = (spec: object): Planted => ({
  resource: 'services',
  namespace: 'shop',
  request: { kind: 'Service', spec },
});
const slice = (address: string, more: Planted = {}): Planted => ({
  resource: 'endpointslices',
  apiGroup: 'discovery.k8s.io',
  namespace: 'shop',
  request: { kind: 'EndpointSlice', endpoints: [{ addresses: [address] }] },
  ...serviceAccount('kube-system', 'endpointslice-controller'),
  userAgent: 'kube-controller-manager/v1.36.3 (linux/amd64) kubernetes/0000000',
  ...more,
});
const redirect: Planted = { verb: 'get', code: 302, level: 'Metadata' };
const nodeLogs = (query: string): Planted => ({
  resource: 'nodes',
  subresource: 'proxy',
  name: 'win1',
  verb: 'get',
  level: 'Metadata',
  uri: `/api/v1/nodes/win1/proxy/logs/?query=kubelet&pattern=${query}`,
});
const volume = (driver: string, volumeHandle: string): Planted => ({
  resource: 'persistentvolumes',
  request: { kind: 'PersistentVolume', spec: { csi: { driver, volumeHandle } } },
});
const person = { user: 'mallory@corp.example' };
const controller = (name: string): Planted => ({
  ...serviceAccount('kube-system', name),
  userAgent: 'kube-controller-manager/v1.36.3 (linux/amd64) kubernetes/0000000',
});

const ofApiServer: Readonly<Record<string, Case>> = {
  'CVE-2019-1002100': {
    fires: [
      {
        verb: 'patch',
        resource: 'pods',
        code: 413,
        message: 'Request entity too large: The allowed maximum operations in a JSON patch is 10000, got 20000',
      },
    ],
    silent: [
      { verb: 'create', resource: 'configmaps', code: 413, message: 'Request entity too large: limit is 3145728' },
    ],
  },
  'CVE-2019-11253': {
    fires: [
      {
        resource: 'pods',
        code: 400,
        message: 'error converting YAML to JSON: yaml: document contains excessive aliasing',
      },
    ],
    silent: [
      {
        resource: 'pods',
        code: 400,
        message: 'error converting YAML to JSON: yaml: line 3: did not find expected key',
      },
    ],
  },
  'CVE-2020-8554': {
    fires: [
      service({ type: 'ClusterIP', externalIPs: ['203.0.113.7'] }),
      { ...service({}), verb: 'patch', request: [{ op: 'add', path: '/spec/externalIPs', value: ['203.0.113.8'] }] },
      {
        ...service({}),
        verb: 'patch',
        subresource: 'status',
        request: { status: { loadBalancer: { ingress: [{ ip: '203.0.113.9' }] } } },
      },
      { resource: 'services', verb: 'patch', subresource: 'status', level: 'Metadata', name: 'unseen' },
    ],
    silent: [
      service({ type: 'LoadBalancer' }),
      { ...service({ externalIPs: null }), verb: 'patch' },
      {
        ...controller('service-controller'),
        resource: 'services',
        subresource: 'status',
        verb: 'patch',
        request: { status: { loadBalancer: { ingress: [{ ip: '203.0.113.9' }] } } },
      },
      {
        ...serviceAccount('metallb-system', 'controller'),
        userAgent: 'controller/v0.0.0 (linux/amd64)',
        resource: 'services',
        subresource: 'status',
        verb: 'update',
        request: { status: { loadBalancer: { ingress: [{ ip: '203.0.113.9' }] } } },
      },
    ],
  },
  'CVE-2020-8559': {
    fires: ['exec', 'attach', 'portforward', 'proxy'].map((subresource) => ({
      ...redirect,
      resource: 'pods',
      subresource,
    })),
    silent: [
      { ...redirect, code: 304, uri: '/openapi/v2' },
      { ...redirect, code: 304, resource: 'services', subresource: 'proxy' },
      { ...redirect, code: 101, resource: 'pods', subresource: 'exec' },
    ],
  },
  'CVE-2020-8561': {
    fires: [{ verb: 'put', uri: '/debug/flags/v', level: 'Metadata' }],
    silent: [{ verb: 'get', uri: '/debug/flags', level: 'Metadata' }],
  },
  'CVE-2020-8562': {
    fires: [
      {
        verb: 'get',
        resource: 'nodes',
        subresource: 'proxy',
        code: 400,
        message: 'address not allowed',
        level: 'Metadata',
      },
    ],
    silent: [{ verb: 'get', resource: 'pods', code: 403, message: 'pods is forbidden: not allowed for this address' }],
  },
  'CVE-2021-25735': {
    fires: [
      { ...person, resource: 'nodes', verb: 'update', request: { metadata: { labels: { a: 'b' } } } },
      { ...person, resource: 'nodes', verb: 'patch', request: { spec: { taints: null } } },
      {
        ...serviceAccount('shop', 'web'),
        userAgent: 'curl/8.5.0',
        resource: 'nodes',
        verb: 'patch',
        level: 'Metadata',
      },
      { user: 'kubernetes-admin', groups: ['system:masters'], resource: 'nodes', verb: 'update', level: 'Metadata' },
      {
        ...serviceAccount('default', 'web'),
        userAgent: 'app/1.0',
        resource: 'nodes',
        verb: 'patch',
        level: 'Metadata',
      },
    ],
    silent: [
      { ...node, resource: 'nodes', verb: 'patch', subresource: 'status' },
      { ...controller('node-controller'), resource: 'nodes', verb: 'patch', request: { spec: { taints: null } } },
      { ...serviceAccount('karpenter', 'karpenter'), userAgent: 'karpenter/1.9.0', resource: 'nodes', verb: 'update' },
      { ...person, resource: 'nodes', verb: 'patch', request: { spec: { unschedulable: true } } },
      {
        user: 'kubernetes-admin',
        groups: ['system:masters'],
        resource: 'nodes',
        verb: 'patch',
        request: { metadata: { labels: { disk: 'ssd' } } },
      },
      { ...person, resource: 'nodes', verb: 'patch', code: 403, level: 'Metadata' },
    ],
  },
  'CVE-2021-25737': {
    fires: [
      slice('127.0.0.1', person),
      slice('169.254.169.254', person),
      slice('::1', person),
      slice('fe80::1', serviceAccount('shop', 'web')),
      { ...slice('127.0.0.1', person), code: 422 },
      {
        ...person,
        resource: 'endpoints',
        verb: 'update',
        request: { subsets: [{ addresses: [{ ip: '169.254.1.1' }] }] },
      },
    ],
    silent: [
      slice('10.1.2.3'),
      slice('127.0.0.1', { user: 'system:apiserver', groups: ['system:masters'] }),
      {
        ...slice('10.1.2.3'),
        resource: 'endpoints',
        request: { subsets: [{ addresses: [{ ip: '10.127.0.1', nodeName: 'n127.0' }] }] },
      },
    ],
  },
  'CVE-2021-25740': {
    fires: [slice('10.9.9.9', { ...person, userAgent: kubectl('v1.36.3') })],
    silent: [
      slice('10.9.9.9'),
      slice('10.9.9.9', { ...person, code: 403 }),
      {
        ...serviceAccount('default', 'nfs-client-provisioner'),
        userAgent: 'nfs-subdir-external-provisioner/v0.0.0',
        resource: 'endpoints',
        verb: 'update',
      },
    ],
  },
  'CVE-2022-3162': {
    fires: [
      {
        verb: 'list',
        resource: 'widgets',
        uri: '/apis/shop.example/v1/widgets?fieldSelector=metadata.name%3D..%2Fgadgets',
      },
    ],
    silent: [
      { verb: 'list', resource: 'widgets', uri: '/apis/shop.example/v1/widgets?fieldSelector=metadata.name%3Da..b' },
    ],
  },
  'CVE-2022-3172': {
    fires: [
      { ...redirect, resource: 'pods', apiGroup: 'metrics.k8s.io', name: 'moved' },
      { ...redirect, uri: '/apis/metrics.k8s.io/v1beta1/' },
    ],
    silent: [
      { ...redirect, uri: '/ui' },
      { ...redirect, code: 304, uri: '/apis/apps/v1' },
    ],
  },
  'CVE-2022-3294': {
    fires: [
      {
        ...person,
        resource: 'nodes',
        subresource: 'status',
        verb: 'patch',
        request: { status: { addresses: [{ type: 'InternalIP', address: '10.0.0.1' }] } },
      },
    ],
    silent: [
      {
        ...node,
        resource: 'nodes',
        subresource: 'status',
        verb: 'patch',
        request: { status: { addresses: [{ type: 'InternalIP', address: '10.0.0.1' }] } },
      },
    ],
  },
  'CVE-2023-2728': {
    fires: [
      {
        resource: 'pods',
        subresource: 'ephemeralcontainers',
        verb: 'patch',
        request: { spec: { ephemeralContainers: [{ envFrom: [{ secretRef: { name: 'db' } }] }] } },
      },
    ],
    silent: [
      {
        resource: 'pods',
        subresource: 'ephemeralcontainers',
        verb: 'patch',
        request: { spec: { ephemeralContainers: [{ image: 'busybox' }] } },
      },
    ],
  },
  'CVE-2025-4563': {
    fires: [
      {
        ...pod({ resourceClaims: [{ name: 'gpu' }] }),
        ...node,
        request: {
          metadata: { annotations: { 'kubernetes.io/config.mirror': 'x' } },
          spec: { resourceClaims: [{ name: 'gpu' }] },
        },
      },
    ],
    silent: [
      { ...pod({ resourceClaims: [{ name: 'gpu' }] }) },
      { ...pod({}), ...node, request: { metadata: { annotations: { 'kubernetes.io/config.mirror': 'x' } }, spec: {} } },
    ],
  },
  'CVE-2025-5187': {
    fires: [
      {
        ...node,
        resource: 'nodes',
        verb: 'patch',
        request: { metadata: { ownerReferences: [{ kind: 'Node', uid: 'gone' }] } },
      },
    ],
    silent: [{ ...node, resource: 'nodes', verb: 'patch', request: { metadata: { ownerReferences: null } } }],
  },
};

const ofNodes: Readonly<Record<string, Case>> = {
  'CVE-2018-1002100': { fires: [exec(kubectl('v1.9.5'))], silent: [exec(kubectl('v1.9.5'), upload)] },
  'CVE-2019-1002101': {
    fires: [exec(kubectl('v1.11.8')), exec(kubectl('v1.9.0'))],
    silent: [exec(kubectl('v1.32.4'))],
  },
  'CVE-2019-11246': {
    fires: [exec(kubectl('v1.14.1'))],
    silent: [exec(kubectl('v1.36.3')), exec(kubectl('v1.9.0'), upload)],
  },
  'CVE-2019-11249': {
    fires: [exec(kubectl('v1.15.1')), exec(kubectl('v1.13.8-aliyun.1'))],
    silent: [exec(kubectl('v0.0.0'))],
  },
  'CVE-2019-11251': { fires: [exec(kubectl('v1.15.3'))], silent: [exec('curl/8.5.0')] },
  'CVE-2026-19444': {
    fires: [exec(`kubectl.exe/v1.35.8 (windows/amd64) kubernetes/0000000`)],
    silent: [exec(kubectl('v1.35.8')), exec(kubectl('v1.35.9', 'windows/amd64'))],
  },
  'CVE-2018-18264': {
    fires: [
      {
        ...serviceAccount('kube-system', 'kubernetes-dashboard'),
        resource: 'secrets',
        verb: 'get',
        name: 'db',
        level: 'Metadata',
      },
    ],
    silent: [
      {
        ...serviceAccount('kube-system', 'kubernetes-dashboard'),
        resource: 'secrets',
        verb: 'get',
        name: 'kubernetes-dashboard-certs',
        level: 'Metadata',
      },
    ],
  },
  'CVE-2020-8555': {
    fires: [
      {
        resource: 'storageclasses',
        request: { provisioner: 'kubernetes.io/glusterfs', parameters: { resturl: 'http://10.0.0.1' } },
      },
      pod({ volumes: [{ name: 'v', quobyte: { registry: '10.0.0.1:80' } }] }),
    ],
    silent: [
      { resource: 'storageclasses', request: { provisioner: 'csi.example', parameters: { note: 'not glusterfs' } } },
    ],
  },
  'CVE-2021-25749': {
    fires: [pod({ securityContext: { windowsOptions: { runAsUserName: 'containeradministrator' } } })],
    silent: [pod({ securityContext: { windowsOptions: { runAsUserName: 'ContainerUser' } } })],
  },
  'CVE-2023-2431': {
    fires: [pod({ securityContext: { seccompProfile: { type: 'Localhost', localhostProfile: '' } } })],
    silent: [pod({ securityContext: { seccompProfile: { type: 'Localhost', localhostProfile: 'a.json' } } })],
  },
  'CVE-2023-3676': {
    fires: [
      pod({}, { volumeMounts: [{ mountPath: 'C:/a', subPath: '$(Start-Process cmd)' }] }),
      pod({}, { volumeMounts: [{ mountPath: 'C:/b', subPath: 'a & calc' }] }),
    ],
    silent: [pod({}, { volumeMounts: [{ mountPath: '/a', subPath: 'conf.d/a-b_c.conf' }] })],
  },
  'CVE-2023-3955': {
    fires: [pod({ volumes: [{ hostPath: { path: 'C:/a;calc' } }] })],
    silent: [
      pod(
        { volumes: [{ hostPath: { path: '/var/log' } }] },
        { livenessProbe: { httpGet: { path: '/healthz?a=1&b=2' } }, volumeMounts: [{ mountPath: '/a' }] },
      ),
    ],
  },
  'CVE-2023-5528': {
    fires: [{ resource: 'persistentvolumes', request: { spec: { local: { path: 'C:/a & calc' } } } }],
    silent: [{ resource: 'persistentvolumes', request: { spec: { local: { path: '/mnt/disks/a' } } } }],
  },
  'CVE-2024-0793': {
    fires: [
      {
        resource: 'horizontalpodautoscalers',
        verb: 'patch',
        request: {
          metadata: {
            annotations: {
              'autoscaling.alpha.kubernetes.io/behavior': '{"ScaleDown":{"StabilizationWindowSeconds":1}}',
            },
          },
        },
      },
    ],
    silent: [
      {
        resource: 'horizontalpodautoscalers',
        request: {
          metadata: { annotations: { 'autoscaling.alpha.kubernetes.io/behavior': '{"ScaleUp":{},"ScaleDown":{}}' } },
        },
      },
    ],
  },
  'CVE-2024-9042': {
    fires: [nodeLogs('a%3Bcalc'), nodeLogs('%24%28calc%29'), nodeLogs('a%26calc')],
    silent: [nodeLogs('error%7Cfail'), nodeLogs('kubelet.*start$')],
  },
  'CVE-2024-10220': {
    fires: [pod({ volumes: [{ gitRepo: { directory: 'a/.git', repository: 'https://git.example/a' } }] })],
    silent: [pod({ volumes: [{ gitRepo: { directory: '.', repository: 'https://git.example/a' } }] })],
  },
  'CVE-2025-1767': {
    fires: [pod({ volumes: [{ gitRepo: { repository: '/var/lib/kubelet/pods/x/volumes/y' } }] })],
    silent: [pod({ volumes: [{ gitRepo: { repository: 'https://git.example/b' } }] })],
  },
  'CVE-2025-13281': {
    fires: [
      { resource: 'storageclasses', request: { provisioner: 'kubernetes.io/portworx-volume', parameters: { a: 'b' } } },
    ],
    silent: [{ resource: 'storageclasses', request: { provisioner: 'pxd.portworx.com' } }],
  },
  'CVE-2026-3864': {
    fires: [volume('nfs.csi.k8s.io', 'nfs.example#share#../../etc#pv1')],
    silent: [volume('nfs.csi.k8s.io', 'nfs.example#share#a.b#pv1')],
  },
  'CVE-2026-3865': {
    fires: [volume('smb.csi.k8s.io', 'smb.example/share#../../etc#pv1')],
    silent: [volume('smb.csi.k8s.io', 'smb.example/share#a#pv1')],
  },
  'CVE-2026-2270': {
    fires: [{ ...person, resource: 'controllerrevisions', verb: 'update', level: 'Metadata' }],
    silent: [{ ...controller('statefulset-controller'), resource: 'controllerrevisions', verb: 'create' }],
  },
};

const snippet = 'more_set_headers "X-Frame-Options: DENY";\nlimit_req zone=a;';
const ofIngress: Readonly<Record<string, Case>> = {
  'CVE-2021-25742': {
    fires: [annotated('server-snippet', 'content_by_lua_block { x }')],
    silent: [annotated('configuration-snippet', snippet)],
  },
  'CVE-2021-25745': {
    fires: [withPath('/a; alias /etc/')],
    silent: [withPath('/v[0-9]{1,2}/(.*)'), withPath('/shop(/|$)(.*)')],
  },
  'CVE-2021-25746': {
    fires: [annotated('proxy-body-size', '1m; load_module x')],
    silent: [annotated('proxy-body-size', '8m')],
  },
  'CVE-2021-25748': { fires: [withPath('/a\n}')], silent: [withPath('/a%20b')] },
  'CVE-2022-4886': { fires: [withPath('/var/run/secrets/kubernetes.io')], silent: [withPath('/var/run/shop')] },
  'CVE-2023-5043': {
    fires: [annotated('configuration-snippet', 'access_by_lua_block { x }')],
    silent: [annotated('configuration-snippet', snippet)],
  },
  'CVE-2023-5044': {
    fires: [annotated('permanent-redirect', 'https://a; }')],
    silent: [annotated('permanent-redirect', 'https://shop.example/a?b=c&d=e')],
  },
  'CVE-2024-7646': { fires: [annotated('auth-realm', 'a\rb')], silent: [annotated('auth-realm', 'a\nb')] },
  'CVE-2025-1097': {
    fires: [annotated('auth-tls-match-cn', 'CN=a #;\n')],
    silent: [annotated('auth-tls-match-cn', 'CN=(a|b){1,2}'.replace('}', ''))],
  },
  'CVE-2025-1098': {
    fires: [annotated('mirror-target', 'https://a";'), annotated('mirror-host', 'a;')],
    silent: [annotated('mirror-target', 'https://mirror.example$request_uri')],
  },
  'CVE-2025-15566': {
    fires: [annotated('auth-proxy-set-headers', 'shop/headers\n}')],
    silent: [annotated('auth-proxy-set-headers', 'shop/headers')],
  },
  'CVE-2025-24514': {
    fires: [
      annotated('auth-url', 'http://a/#;\nload_module'),
      annotationPatch('auth-url', 'http://a/; }'),
      {
        ...annotated('auth-url', 'x'),
        level: 'Metadata',
        request: undefined,
        code: 400,
        message:
          'admission webhook "validate.nginx.ingress.kubernetes.io" denied the request: annotation auth-url contains invalid value',
      },
    ],
    silent: [
      annotated('auth-url', 'https://$host/oauth2/auth?a=b&c=d'),
      {
        ...annotated('auth-url', 'https://a'),
        code: 400,
        message:
          'admission webhook "validate.nginx.ingress.kubernetes.io" denied the request: host "a" and path "/" is already defined',
      },
    ],
  },
  'CVE-2025-1974': {
    fires: [
      {
        ...serviceAccount('ingress-nginx', 'ingress-nginx'),
        userAgent: 'curl/8.5.0',
        resource: 'secrets',
        verb: 'list',
        level: 'Metadata',
      },
    ],
    silent: [
      {
        ...serviceAccount('ingress-nginx', 'ingress-nginx'),
        userAgent: 'nginx-ingress-controller/v1.12.1 (linux/amd64) ingress-nginx/0000000',
        resource: 'secrets',
        verb: 'list',
        level: 'Metadata',
      },
      {
        ...serviceAccount('ingress-nginx', 'ingress-nginx-admission'),
        userAgent: 'kube-webhook-certgen/v0.0.0',
        resource: 'secrets',
        verb: 'get',
        level: 'Metadata',
      },
    ],
  },
  'CVE-2026-1580': { fires: [annotated('auth-method', 'GET; }')], silent: [annotated('auth-method', 'POST')] },
  'CVE-2026-3288': { fires: [annotated('rewrite-target', '/a"; }')], silent: [annotated('rewrite-target', '/$2')] },
  'CVE-2026-4342': { fires: [withPath('/a\nb')], silent: [withPath('/a')] },
  'CVE-2026-24512': { fires: [withPath('/a"b'), withPath("/a'b")], silent: [withPath('/a.b-c_d~e')] },
};

const many: Planted = {
  resource: 'pods',
  subresource: 'attach',
  verb: 'create',
  name: 'shell',
  code: 101,
  level: 'Metadata',
};
const cases: Readonly<Record<string, Case>> = {
  ...ofApiServer,
  ...ofNodes,
  ...ofIngress,
  'CVE-2025-64329': {
    fires: Array.from({ length: 100 }, () => many),
    silent: Array.from({ length: 99 }, () => ({ ...many, name: 'other' })),
  },
};

/** What a planted event stands for, which its auditID says. */
export interface PlantedEvent {
  readonly id: string;
  readonly kind: 'fires' | 'silent';
  readonly auditID: string;
  readonly line: string;
}

/** All planted events. Each has an object of its own, so that each is a row of its own where it is listed. */
export function plantedEvents(): readonly PlantedEvent[] {
  return Object.entries(cases).flatMap(([id, { fires, silent }]) =>
    [...fires.map((one) => ['fires', one] as const), ...silent.map((one) => ['silent', one] as const)].map(
      ([kind, planted], index) => {
        const auditID = `${id}/${kind}/${index}`;
        const name = planted.name ?? auditID.toLowerCase().replaceAll('/', '-');
        return { id, kind, auditID, line: plantedLine(auditID, { ...planted, name }) };
      },
    ),
  );
}
