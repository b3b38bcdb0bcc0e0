import type { Format } from './format.ts';

/** RFC 5424: `<PRI>1 TIME HOST APP PROCID MSGID DATA MSG`. */
const modern =
  /^(?:\d{1,6} )?<\d{1,3}>1 (?<time>\S{1,40}) (?<host>\S{1,255}) (?<program>\S{1,48}) \S{1,128} \S{1,32} (?:-|(?:\[(?:[^\]"\\]|"(?:[^"\\]|\\.)*")*\])+) ?\ufeff?/;
/** RFC 3164, and what files have: often no priority, sometimes the time as RFC 3339. */
const old =
  /^(?:<\d{1,3}>)?(?<time>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d{1,9})?|\d{4}-\d\d-\d\dT[\d:.]{8,20}(?:Z|[+-]\d\d:?\d\d)) (?<host>[^\s{]{1,255}) (?:(?<program>[^\s{[:]{1,128})(?:\[[^\]\s]{1,20}\])?: ?)?(?=\S)/;
/** Marks JSON in a message, as some agents do. */
const cee = /^@cee: ?/;

/** Lines of syslog: a head with host and program before each. */
export const syslog: Format = {
  name: 'syslog',
  title: 'syslog (RFC 3164 or 5424: a head before each line)',
  recognises: ({ head }) => modern.test(head) || old.test(head),
  wrapper: {
    tells: { host: 'HOST', program: 'APP-NAME or TAG', time: 'TIMESTAMP' },
    keeps: 'bytes',
    unwrap: (sample) => {
      const match = modern.exec(sample.head) ?? old.exec(sample.head);
      if (!match) return undefined;
      const { time, host, program } = match.groups ?? {};
      const mark = cee.exec(sample.head.slice(match[0].length))?.[0] ?? '';
      return [
        {
          bytes: sample.behind(match[0] + mark),
          facts: { host: known(host), program: known(program), time: known(time) },
        },
      ];
    },
  },
};

/** RFC 5424 writes `-` for what is not known. */
function known(value: string | undefined): string | undefined {
  return value === '-' ? undefined : value;
}
