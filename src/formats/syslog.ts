import type { Format } from './format.ts';

/** Lines of syslog: RFC 5424 has a version after the priority, RFC 3164 the time; files often have no priority. */
export const syslog: Format = {
  name: 'syslog',
  title: 'syslog (RFC 3164 or 5424: a head before each line)',
  recognises: ({ text }) =>
    /^<\d{1,3}>(?:1 |[A-Z][a-z]{2} [ \d]\d )/.test(text) ||
    /^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \S{1,255} [^\s{]/.test(text),
};
