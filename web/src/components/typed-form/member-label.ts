import type { TFunction } from 'i18next';

/** Members of documents that have a name for people in each language; any other is called as files have it. */
const named = [
  'accessKeyId',
  'apiKey',
  'atAll',
  'atMobiles',
  'atUserIds',
  'bcc',
  'bodies',
  'bucket',
  'ca',
  'cc',
  'certificate',
  'compression',
  'facility',
  'from',
  'headers',
  'holdBackDays',
  'hostname',
  'index',
  'keyword',
  'labels',
  'maxBytes',
  'maxEventBytes',
  'maxEvents',
  'mentions',
  'method',
  'password',
  'perMinute',
  'prefix',
  'privateKey',
  'redact',
  'region',
  'requireTls',
  'routingKey',
  'secret',
  'secretAccessKey',
  'sessionToken',
  'template',
  'tenant',
  'to',
  'token',
  'url',
  'username',
] as const;

/** What a member is called on the page. */
export function memberLabel(t: TFunction, name: string): string {
  const known = named.find((one) => one === name);
  return known ? t(`typedForm.field.${known}`) : name;
}
