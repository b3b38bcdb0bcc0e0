import type { EnableOptions } from './enable.ts';

/** How the manifest of a test is written. */
export interface ManifestStyle {
  /** Columns by which lists are indented below their key. */
  readonly indent: 0 | 2;
  readonly lineBreak: '\n' | '\r\n';
  readonly endsWithBreak: boolean;
  readonly comments: boolean;
  readonly quote: '' | "'" | '"';
  /** `--flag value` as two words. */
  readonly separate: boolean;
  /** kops: `command: [/go-runner]`, everything else in args. */
  readonly runner: boolean;
  readonly flowCommand: boolean;
  readonly mounts: 'some' | 'none' | 'empty';
  readonly volumesLast: boolean;
}

export const plainStyle: ManifestStyle = {
  indent: 0,
  lineBreak: '\n',
  endsWithBreak: true,
  comments: false,
  quote: '',
  separate: false,
  runner: false,
  flowCommand: false,
  mounts: 'some',
  volumesLast: true,
};

/** Writes the manifest of a static pod that runs kube-apiserver, with further flags. */
export function writeManifest(style: ManifestStyle, flags: readonly string[] = [], image = 'v1.30.4'): string {
  const word = (text: string): string => style.quote + text + style.quote;
  const comment = (text: string): string => (style.comments ? `  # ${text}` : '');
  const given = ['--advertise-address=10.0.0.1', '--secure-port=6443', ...flags].flatMap((flag) =>
    style.separate ? flag.split('=', 2) : [flag],
  );
  const pad = ' '.repeat(style.indent);
  const list = (key: string, words: readonly string[]): string[] =>
    style.flowCommand
      ? [`    ${key}: [${words.map((text) => JSON.stringify(text)).join(', ')}]${comment(key)}`]
      : [`    ${key}:${comment(key)}`, ...words.map((text) => `    ${pad}- ${word(text)}${comment(text)}`)];
  const command = style.runner
    ? [
        ...list('args', ['--log-file=/var/log/kube-apiserver.log', '/usr/local/bin/kube-apiserver', ...given]),
        ...list('command', ['/go-runner']),
      ]
    : list('command', ['kube-apiserver', ...given]);
  const mounts = {
    some: [
      '    volumeMounts:',
      `    ${pad}- mountPath: /etc/kubernetes/pki`,
      `    ${pad}  name: k8s-certs`,
      `    ${pad}  readOnly: true`,
    ],
    empty: ['    volumeMounts: []'],
    none: [],
  };
  const volumes = {
    some: [
      '  volumes:',
      `  ${pad}- hostPath:`,
      `  ${pad}    path: /etc/kubernetes/pki`,
      `  ${pad}    type: DirectoryOrCreate`,
      `  ${pad}  name: k8s-certs${comment('ours')}`,
    ],
    empty: ['  volumes: []'],
    none: [],
  };
  const containers = [
    `  containers:`,
    `  - image: registry.k8s.io/kube-apiserver:${image}`,
    `    name: kube-apiserver`,
    ...command,
    ...(style.comments ? ['    # what the container sees of the node'] : []),
    ...mounts[style.mounts],
  ];
  const lines = [
    ...(style.comments ? ['# kept by hand, ask before you change it', ''] : []),
    'apiVersion: v1',
    'kind: Pod',
    'metadata:',
    '  name: kube-apiserver',
    '  namespace: kube-system',
    'spec:',
    '  hostNetwork: true',
    ...(style.volumesLast ? [...containers, ...volumes[style.mounts]] : [...volumes[style.mounts], ...containers]),
  ];
  return lines.join(style.lineBreak) + (style.endsWithBreak ? style.lineBreak : '');
}

/** Options that switch on what a test asks for. */
export function enableOptions(some: Partial<EnableOptions> = {}): EnableOptions {
  return {
    backends: ['log'],
    release: { minor: 30 },
    policyPath: '/etc/kubernetes/whodunit/policy.yaml',
    webhookPath: some.backends?.includes('webhook') === true ? '/etc/kubernetes/whodunit/webhook.yaml' : undefined,
    given: {},
    collectorCluster: undefined,
    ...some,
  };
}
