import { pino, stdTimeFunctions, type Level, type Logger } from 'pino';

export type { Logger } from 'pino';
export type LogLevel = Level | 'silent';

/** Where finished lines go, one JSON document each with its line feed. */
export interface LogDestination {
  write(line: string): unknown;
}

/**
 * Secrets by their look, wherever in a line they stand: the token in the path of the webhook's URL, a bearer or basic
 * credential, the tokens that Whodunit itself hands out. Each keeps what names it and loses its value.
 */
const secrets = [
  /(\/ingest\/v1\/token\/)[^/?"\\\s]+/gi,
  /(%2Fingest%2Fv1%2Ftoken%2F)[^%/?"\\\s]+/gi,
  /((?:bearer|basic)\s+)[\w.~+/=-]+/gi,
  /(\bwd(?:ingest|api|session|admin)_)[\w-]+/gi,
];

/** Takes the secrets out of a text that is about to be shown or kept. */
export function withoutSecrets(text: string): string {
  return secrets.reduce((line, pattern) => line.replace(pattern, '$1[redacted]'), text);
}

/** Header fields whose values are secrets whatever they look like. */
const secretFields = ['authorization', 'cookie', 'set-cookie', 'x-csrf-token', 'password', 'token', 'secret'];

/** Makes a logger of JSON lines; without a destination they go to standard error. No line carries a token. */
export function createLogger(level: LogLevel, destination: LogDestination = process.stderr): Logger {
  const paths = secretFields.flatMap((field) => ['', '*', '*.*'].map((parent) => `${parent}["${field}"]`));
  return pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths, censor: '[redacted]' },
    },
    { write: (line: string) => void destination.write(withoutSecrets(line)) },
  );
}
