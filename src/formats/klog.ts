import type { Format } from './format.ts';

/** What Kubernetes' own programs say about themselves: with `--audit-log-path=-` it stands between the events. */
export const klog: Format = {
  name: 'klog',
  title: "a program's own log (klog), which holds no events: kube-apiserver mixes them with --audit-log-path=-",
  recognises: ({ head }) => /^[IWEF]\d{4} \d\d:\d\d:\d\d\.\d{6} /.test(head),
  holdsNoEvents: true,
};
