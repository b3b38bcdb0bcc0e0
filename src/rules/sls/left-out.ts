import { finding, type Finding } from '../read/finding.ts';
import type { SlsRule } from './form.ts';

/** What a rule of SLS says that is not taken over, each with what to do instead. */
export function leftOut({ configuration }: SlsRule): readonly Finding[] {
  const { policyConfiguration, sinkAlerthub, sinkCms, sinkEventStore, queryList } = configuration;
  const above = ['configuration'];
  const { alertPolicyId = '', actionPolicyId = '' } = policyConfiguration ?? {};
  const own = (id: string | null): boolean => !!id && !id.startsWith('sls.builtin');
  return [
    ...(own(alertPolicyId)
      ? [
          said(
            [...above, 'policyConfiguration', 'alertPolicyId'],
            `the alert policy "${alertPolicyId}" is not taken over: it routes, groups and silences`,
            'write an AlertPolicy, and name it in `policy`',
          ),
        ]
      : []),
    said(
      [...above, 'policyConfiguration', 'actionPolicyId'],
      `whom the action policy "${actionPolicyId ?? ''}" tells (SMS, voice, mail, DingTalk, webhooks) is not taken over`,
      'name channels in `channels`, or a policy in `policy`; the message centre has every alert in any case',
    ),
    ...(sinkAlerthub?.enabled === false
      ? [
          said(
            [...above, 'sinkAlerthub'],
            'the rule tells nobody in SLS: here it is in the message centre all the same',
          ),
        ]
      : []),
    ...(sinkCms?.enabled === true ? [said([...above, 'sinkCms'], 'nothing is sent to CloudMonitor')] : []),
    ...(sinkEventStore?.enabled === true
      ? [
          said(
            [...above, 'sinkEventStore'],
            'nothing is written to an event store',
            'name a channel that takes webhooks',
          ),
        ]
      : []),
    ...queryList.flatMap(({ roleArn }, index) =>
      roleArn
        ? [said([...above, 'queryList', index, 'roleArn'], 'the rule runs for whoever applies it, and assumes no role')]
        : [],
    ),
  ];
}

function said(path: Finding['path'], message: string, hint?: string): Finding {
  return finding(path, 'sls-left-out', message, { severity: 'warning', ...(hint === undefined ? {} : { hint }) });
}
