import { hostname } from 'node:os';
import { cutText } from '../base/index.ts';

/** One message of RFC 5424. */
export interface SyslogMessage {
  readonly facility: number;
  readonly severity: number;
  /** With its fraction and its zone, as RFC 3339 has it. */
  readonly time: string;
  /** Left out: the name of this host. */
  readonly hostname: string | undefined;
  readonly application: string;
  readonly messageId: string;
  /** Of one structured element. Empty ones are left out. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly text: string;
}

/** The number that RFC 5424 has for examples: nobody has given this project one. */
const enterprise = 'whodunit@32473';

/** A message as it stands on the wire, after its length: RFC 6587 and RFC 5425. The text is to be on one line. */
export function syslogFrame(message: SyslogMessage): string {
  const text = syslogText(message);
  return `${Buffer.byteLength(text)} ${text}`;
}

/** A message on one line. */
export function syslogText(message: SyslogMessage): string {
  const { facility, severity, time, application, messageId, parameters, text } = message;
  const host = message.hostname ?? (hostname().replaceAll(/[^!-~]/g, '') || '-');
  const given = Object.entries(parameters)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => ` ${parameterName(name)}="${escape(value)}"`);
  const head = `<${facility * 8 + severity}>1 ${time} ${host} ${application} - ${messageId}`;
  return `${head} [${enterprise}${given.join('')}] \uFEFF${text}`;
}

/** SD-NAME: 32 printable characters, but those that end a name. */
function parameterName(name: string): string {
  return cutText(name.replaceAll(/[^!-~]|[="\]]/g, '_') || '_', 32).text;
}

function escape(value: string): string {
  return value.replaceAll(/["\\\]]/g, String.raw`\$&`);
}
