import type { TFunction } from 'i18next';

/** Members of channels that have a name for people in each language; any other is called as files have it. */
const named = [
  'apiKey',
  'atAll',
  'atMobiles',
  'atUserIds',
  'bcc',
  'ca',
  'cc',
  'certificate',
  'facility',
  'from',
  'headers',
  'hostname',
  'keyword',
  'maxBytes',
  'mentions',
  'method',
  'password',
  'perMinute',
  'privateKey',
  'requireTls',
  'routingKey',
  'secret',
  'template',
  'to',
  'token',
  'url',
  'username',
] as const;

const types = [
  'alertmanager',
  'dingtalk',
  'email',
  'heartbeat',
  'lark',
  'opsgenie',
  'pagerduty',
  'slack',
  'syslog',
  'teams',
  'webhook',
  'wecom',
] as const;

/** What a member of a channel is called on the page. */
export function fieldLabel(t: TFunction, name: string): string {
  const known = named.find((one) => one === name);
  return known ? t(`alerts.channel.field.${known}`) : name;
}

/** What a kind of channel is called on the page. */
export function typeLabel(t: TFunction, type: string): string {
  const known = types.find((one) => one === type);
  return known ? t(`alerts.channel.of.${known}`) : type;
}
