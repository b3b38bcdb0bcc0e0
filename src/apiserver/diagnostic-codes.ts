import type { DiagnosticDoc } from '../base/index.ts';

/** What may be wrong with a manifest, its flags, and the files that it names. */
export const apiserverCodes = {
  'backend-not-given': {
    meaning: 'There is a policy and no backend, so nothing is written.',
    remedy: 'Run `apiserver enable` with a `--backend`.',
  },
  'collector-without-log': {
    meaning: 'A collector needs a log file and the log backend writes none.',
    remedy: 'Add `--backend log` or `both`.',
  },
  'directory-for-file': {
    meaning: 'A directory stands where kube-apiserver wants a file; hostPath makes one where nothing was.',
    remedy: 'Remove the directory, put the file there, and mount it with type `File`.',
  },
  'file-missing': { meaning: 'A file that is mounted is not on this node.', remedy: 'Put it there.' },
  'file-not-mounted': {
    meaning: 'A flag names a file that no volume brings into the container.',
    remedy: 'Mount it; `apiserver enable` does so.',
  },
  'flag-given-twice': {
    meaning:
      'A flag is given twice. kube-apiserver takes the last; where the values differ `enable` does not guess which is meant.',
    remedy: 'Remove one.',
  },
  'flag-unknown': { meaning: 'kube-apiserver knows no such audit flag.', remedy: 'Correct its name, or remove it.' },
  'flag-value': { meaning: 'kube-apiserver refuses the value of a flag.', remedy: 'The message says what it must be.' },
  'kubeconfig-file-unchecked': {
    meaning: "The webhook's kubeconfig names a file that cannot be looked at from here.",
    remedy: 'Mount the folder that it lies in, or put its contents into the kubeconfig.',
  },
  'kubeconfig-invalid': {
    meaning: "kube-apiserver cannot use the webhook's kubeconfig.",
    remedy: 'Write it anew with `apiserver enable --webhook-url`.',
  },
  'log-cannot-rotate': {
    meaning: 'The log is mounted as a file by itself, and a mount cannot be renamed.',
    remedy: 'Mount its folder.',
  },
  'log-format-legacy': {
    meaning: 'The log is in the old text format, which holds a part of each event and cannot be imported.',
    remedy: 'Remove `--audit-log-format`.',
  },
  'log-in-root': { meaning: "The log's folder would be the container's root.", remedy: 'Give another `--log-path`.' },
  'log-mount-read-only': {
    meaning: 'The log lies in a volume that is mounted read-only.',
    remedy: 'Make the mount writable, or give another `--log-path`.',
  },
  'log-never-rotated': {
    meaning: 'Since 1.36 a log without `--audit-log-maxsize` is never rotated.',
    remedy: 'Set it.',
  },
  'log-not-mounted': {
    meaning: 'The log lies in the container and goes with it.',
    remedy: 'Mount a folder of the node; `apiserver enable` does so.',
  },
  'log-not-writable': {
    meaning: "The log lies in the container's read-only file system.",
    remedy: 'Mount a folder of the node.',
  },
  'log-path-invalid': {
    meaning: 'The path of the log is not absolute, or its folder has a colon.',
    remedy: 'Give another `--log-path`.',
  },
  'manifest-alias': {
    meaning: 'A part that would be edited is a YAML alias, so other parts would change with it.',
    remedy: 'Write the value out.',
  },
  'manifest-empty': { meaning: 'The file holds nothing.', remedy: 'Name the manifest of kube-apiserver.' },
  'manifest-no-apiserver': {
    meaning: 'No container runs kube-apiserver.',
    remedy: 'Name the manifest of kube-apiserver.',
  },
  'manifest-no-command': {
    meaning: 'Neither command nor args names kube-apiserver, so there is no place for flags.',
    remedy: 'Write the command out.',
  },
  'manifest-not-a-pod': { meaning: 'The file is no Pod.', remedy: 'Name the manifest of kube-apiserver.' },
  'manifest-several-documents': {
    meaning: 'The file holds several documents; the kubelet reads one.',
    remedy: 'Keep the Pod.',
  },
  'manifest-shell': {
    meaning: 'A shell script starts kube-apiserver, and flags within a script are not edited.',
    remedy: 'Start kube-apiserver directly.',
  },
  'manifest-syntax': { meaning: 'The file is no YAML.', remedy: 'Correct it at the place named.' },
  'manifest-too-large': {
    meaning: 'The file is larger than any manifest.',
    remedy: 'Name the manifest of kube-apiserver.',
  },
  'manifest-two-apiservers': { meaning: 'Two containers run kube-apiserver.', remedy: 'Keep one.' },
  'path-taken': {
    meaning: 'Another volume is mounted where a file is wanted.',
    remedy: 'Choose another folder with `--host-dir`.',
  },
  'policy-not-given': {
    meaning: 'There is a backend and no policy, so nothing is written.',
    remedy: 'Run `apiserver enable` with a `--policy`.',
  },
  'release-assumed': {
    meaning: 'The release cannot be told from the image, or is older than 1.20: it is treated as 1.20.',
    remedy: 'Name it with `--kube-version`.',
  },
  'volume-missing': {
    meaning: 'A mount names a volume that the Pod does not have: the Pod is refused.',
    remedy: 'Add the volume.',
  },
  'webhook-ca-unused': {
    meaning: 'A CA is given and the URL is plain http.',
    remedy: 'Use https, or leave the CA out.',
  },
  'webhook-certificate-unused': {
    meaning: 'A client certificate is given and the URL is plain http.',
    remedy: 'Use https, or leave the certificate out.',
  },
  'webhook-credentials-missing': {
    meaning: 'Neither a token nor a client certificate goes with the events, so Whodunit answers 401.',
    remedy: 'Give `--webhook-token` or `--webhook-client-certificate`; over plain http only a token is of use.',
  },
  'webhook-not-truncated': {
    meaning: 'A batch that is too large for the receiver is lost, because truncation is off.',
    remedy: 'Set `--audit-webhook-truncate-enabled`; `apiserver enable` does so.',
  },
  'webhook-path-unknown': {
    meaning: 'The path of the address is none of the ingest endpoints; a proxy may still bring it to one.',
    remedy: 'Use the `webhookUrl` that `cluster add` prints.',
  },
  'webhook-query-dropped': {
    meaning: 'The address has a query, which kube-apiserver leaves out.',
    remedy: 'Put what the receiver needs to know into the path.',
  },
  'webhook-token-in-path': {
    meaning: "The token stands in the URL's path, as over plain http nothing else is sent.",
    remedy: 'Use https where anybody may listen.',
  },
  'webhook-token-not-sent': {
    meaning: 'kube-apiserver sends no credentials over plain http.',
    remedy: 'Use https, or the `webhookUrl` that `cluster add` prints.',
  },
  'webhook-url-invalid': { meaning: 'The address is no http or https URL.', remedy: 'Correct it.' },
  'webhook-url-missing': { meaning: 'The webhook backend has no address.', remedy: 'Give `--webhook-url`.' },
} as const satisfies Readonly<Record<string, DiagnosticDoc>>;

export type ApiserverCode = keyof typeof apiserverCodes;
