import { gzipSync } from 'node:zlib';

/** A way in which a wrapper holds an event. */
export interface WrapperSample {
  readonly format: string;
  /** Says which way it is. */
  readonly title: string;
  /** What a log has for the event, a line or more. */
  readonly wrap: (event: string) => string;
}

/** An event in which every field is. */
export const fullEvent =
  '{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"RequestResponse","auditID":"6f1c1a52-6f25-4d3d-9a2f-0d5d6f1f2a31","stage":"ResponseComplete","requestURI":"/api/v1/namespaces/shop/pods/web-1/eviction?dryRun=All\\u0026pretty=true","verb":"create","user":{"username":"alice","uid":"u-1","groups":["dev","system:authenticated"],"extra":{"authentication.kubernetes.io/pod-name":["web-0"]}},"impersonatedUser":{"username":"bob","groups":["ops"]},"authenticationMetadata":{"impersonationConstraint":"impersonate:user-info"},"sourceIPs":["203.0.113.7","10.0.0.1"],"userAgent":"kubectl/v1.36.0 (linux/amd64)","objectRef":{"resource":"pods","namespace":"shop","name":"web-1","uid":"o-1","apiGroup":"policy","apiVersion":"v1","resourceVersion":"42","subresource":"eviction"},"responseStatus":{"metadata":{},"status":"Failure","message":"the budget \\"web\\" is \\u003c 1","reason":"TooManyRequests","details":{"retryAfterSeconds":10},"code":429},"requestObject":{"kind":"Eviction","metadata":{"name":"web-1","annotations":{"note":"é中😀"}}},"responseObject":{"kind":"Status","code":429},"requestReceivedTimestamp":"2026-11-28T20:10:00.000000Z","stageTimestamp":"2026-11-28T20:10:00.123456Z","annotations":{"authorization.k8s.io/decision":"allow","authorization.k8s.io/reason":"RBAC: allowed by ClusterRoleBinding \\"dev\\""}}';

const time = '2026-11-28T20:10:00.123456789Z';
const quoted = (text: string): string => JSON.stringify(text);
const members = (event: string): Record<string, unknown> => JSON.parse(event) as Record<string, unknown>;
const logEvent = (event: string) => ({ id: '1', timestamp: 1_795_896_600_123, message: event });
const subscription = (event: string): string =>
  JSON.stringify({
    messageType: 'DATA_MESSAGE',
    logGroup: '/aws/eks/shop/cluster',
    logStream: 'kube-apiserver-audit-1a2b',
    logEvents: [logEvent(event)],
  });
const packed = (text: string): string => gzipSync(text).toString('base64');
const record = (log: unknown) => ({
  time,
  category: 'kube-audit',
  resourceId: '/SUBSCRIPTIONS/S/RESOURCEGROUPS/R/PROVIDERS/MICROSOFT.CONTAINERSERVICE/MANAGEDCLUSTERS/SHOP',
  properties: { log, stream: 'stdout', pod: 'kube-apiserver-5d9', containerID: 'c0ffee' },
});
const kubernetes = {
  pod_name: 'kube-apiserver-n1',
  namespace_name: 'kube-system',
  host: 'n1',
  container_name: 'kube-apiserver',
};

/** Every wrapper in each of its ways. */
export const wrapperSamples: readonly WrapperSample[] = [
  { format: 'cri', title: 'a line', wrap: (event) => `${time} stdout F ${event}` },
  {
    format: 'cri',
    title: 'parts of a line, with one of the other stream between',
    wrap: (event) =>
      [
        `${time} stdout P ${event.slice(0, 300)}`,
        `${time} stderr F I1128 20:10:00.000000       1 httplog.go:132] "HTTP"`,
        `${time} stdout P ${event.slice(300, 600)}`,
        `${time} stdout F ${event.slice(600)}`,
      ].join('\n'),
  },
  {
    format: 'docker',
    title: 'a line',
    wrap: (event) => `{"log":${quoted(`${event}\n`)},"stream":"stdout","time":"${time}"}`,
  },
  {
    format: 'docker',
    title: 'parts of a line',
    wrap: (event) =>
      [event.slice(0, 500), `${event.slice(500)}\n`]
        .map((part) => `{"log":${quoted(part)},"stream":"stdout","time":"${time}"}`)
        .join('\n'),
  },
  { format: 'syslog', title: 'RFC 3164', wrap: (event) => `<133>Nov 28 20:10:00 n1 k8s-audit[7]: ${event}` },
  {
    format: 'syslog',
    title: 'RFC 5424',
    wrap: (event) => `<133>1 ${time} n1 k8s-audit 7 - [origin@1 ip="10.0.0.1" note="a\\]b"] ${event}`,
  },
  {
    format: 'syslog',
    title: 'a file of rsyslog, with the mark of CEE',
    wrap: (event) => `2026-11-28T20:10:00.123456+08:00 n1 k8s-audit: @cee: ${event}`,
  },
  {
    format: 'journald',
    title: 'an entry',
    wrap: (event) =>
      `{"__REALTIME_TIMESTAMP":"1795896600123456","_HOSTNAME":"n1","_SYSTEMD_UNIT":"k3s.service","MESSAGE":${quoted(event)}}`,
  },
  {
    format: 'journald',
    title: 'parts of a line, one of them as numbers',
    wrap: (event) =>
      [
        `{"_HOSTNAME":"n1","_SYSTEMD_UNIT":"k3s.service","_LINE_BREAK":"line-max","MESSAGE":${quoted(event.slice(0, 400))}}`,
        `{"_HOSTNAME":"n1","_SYSTEMD_UNIT":"k3s.service","MESSAGE":[${[...Buffer.from(event.slice(400))].join(',')}]}`,
      ].join('\n'),
  },
  { format: 'grep', title: 'the name of a file', wrap: (event) => `/var/log/audit.log:${event}` },
  { format: 'grep', title: 'with the number of the line', wrap: (event) => `audit-2026-11-28.log:12:${event}` },
  {
    format: 'fluent',
    title: 'Fluent Bit: the line in `log`',
    wrap: (event) => JSON.stringify({ date: 1_795_896_600.123, log: `${event}\n`, kubernetes }),
  },
  {
    format: 'fluent',
    title: 'a line of a container that nobody took apart',
    wrap: (event) => JSON.stringify({ '@timestamp': time, log: `${time} stdout F ${event}`, kubernetes }),
  },
  {
    format: 'fluent',
    title: "Fluentd's file output",
    wrap: (event) => `2026-11-28T20:10:00+00:00\tkube.audit\t${JSON.stringify({ message: event })}`,
  },
  {
    format: 'fluent',
    title: 'Vector: the line in `message`',
    wrap: (event) =>
      JSON.stringify({ file: '/var/log/audit.log', host: 'n1', message: event, source_type: 'file', timestamp: time }),
  },
  {
    format: 'fluent',
    title: 'an event that the agent took apart and wrote anew',
    wrap: (event) => JSON.stringify({ host: 'n1', message: members(event) }),
  },
  {
    format: 'cloudwatch',
    title: '`aws logs filter-log-events`',
    wrap: (event) =>
      JSON.stringify(
        { events: [{ logStreamName: 'kube-apiserver-audit-1a2b', ...logEvent(event) }], searchedLogStreams: [] },
        undefined,
        4,
      ),
  },
  { format: 'cloudwatch', title: "a subscription's message", wrap: subscription },
  { format: 'cloudwatch', title: 'the same as base64 and gzip', wrap: (event) => packed(subscription(event)) },
  {
    format: 'cloudwatch',
    title: 'the same as Lambda is given it',
    wrap: (event) => JSON.stringify({ awslogs: { data: packed(subscription(event)) } }),
  },
  { format: 'cloudwatch', title: 'an export to S3', wrap: (event) => `2026-11-28T20:10:00.123Z ${event}` },
  { format: 'aks', title: '`properties.log` as text', wrap: (event) => JSON.stringify(record(`${event}\n`)) },
  { format: 'aks', title: '`properties.log` as an object', wrap: (event) => JSON.stringify(record(members(event))) },
  { format: 'aks', title: 'an Event Hub', wrap: (event) => JSON.stringify({ records: [record(event)] }) },
  {
    format: 'openshift',
    title: 'ViaQ',
    wrap: (event) => {
      const { level, ...rest } = members(event);
      return JSON.stringify({
        '@timestamp': time,
        ...rest,
        hostname: 'n1',
        k8s_audit_level: level,
        level: 'default',
        log_source: 'kubeAPI',
        log_type: 'audit',
        openshift: { cluster_id: 'c-1' },
        tag: '.k8s-audit.log',
      });
    },
  },
  {
    format: 'sls',
    title: 'a row',
    wrap: (event) => {
      const columns = Object.entries(members(event)).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]);
      return JSON.stringify({
        __time__: '1795896600',
        __source__: '10.0.0.2',
        '__tag__:__hostname__': 'n1',
        '__tag__:__path__': '/var/log/kubernetes/kubernetes.audit',
        ...Object.fromEntries(columns),
      });
    },
  },
  {
    format: 'otlp',
    title: 'a batch',
    wrap: (event) => {
      const attribute = (key: string, text: string) => ({ key, value: { stringValue: text } });
      const attributes = [attribute('k8s.node.name', 'n1'), attribute('openshift.log.source', 'kubeAPI')];
      const logRecords = [{ timeUnixNano: '1795896600123456789', body: { stringValue: event } }];
      return JSON.stringify({ resourceLogs: [{ resource: { attributes }, scopeLogs: [{ scope: {}, logRecords }] }] });
    },
  },
];
