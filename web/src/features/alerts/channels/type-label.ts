import type { TFunction } from 'i18next';

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

/** What a kind of channel is called on the page. */
export function typeLabel(t: TFunction, type: string): string {
  const known = types.find((one) => one === type);
  return known ? t(`alerts.channel.of.${known}`) : type;
}
