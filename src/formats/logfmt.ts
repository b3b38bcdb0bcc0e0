import type { Format } from './format.ts';

/** What programs say about themselves as names and values: k3s, EKS's authenticator. */
export const logfmt: Format = {
  name: 'logfmt',
  title: "a program's own log (logfmt), which holds no events",
  recognises: ({ head }) => /^time="?\d{4}-\d\d-\d\d[^ ]{0,40}"? level="?[a-z]{4,8}"? /.test(head),
  holdsNoEvents: true,
};
