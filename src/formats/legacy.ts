import type { Format } from './format.ts';

/** `--audit-log-format=legacy`: a line of names and quoted values, without the event's level, bodies and annotations. */
export const legacy: Format = {
  name: 'legacy',
  title: "kube-apiserver's old format (--audit-log-format=legacy)",
  recognises: ({ head }) => / AUDIT: id="/.test(head.slice(0, 400)),
};
