import type { ChannelType } from '../channel.ts';
import { alertmanager } from './alertmanager.ts';
import { dingtalk } from './dingtalk.ts';
import { email } from './email.ts';
import { heartbeat } from './heartbeat.ts';
import { lark } from './lark.ts';
import { opsgenie } from './opsgenie.ts';
import { pagerduty } from './pagerduty.ts';
import { slack } from './slack.ts';
import { syslog } from './syslog.ts';
import { teams } from './teams.ts';
import { webhook } from './webhook.ts';
import { wecom } from './wecom.ts';

/** All kinds of channels: a new one is a file beside this, and a line here. */
export const channelTypes: readonly ChannelType[] = [
  alertmanager,
  dingtalk,
  email,
  heartbeat,
  lark,
  opsgenie,
  pagerduty,
  slack,
  syslog,
  teams,
  webhook,
  wecom,
];

/** The kind of channel that files call so. */
export function findChannelType(type: string): ChannelType | undefined {
  return channelTypes.find((one) => one.type === type);
}
