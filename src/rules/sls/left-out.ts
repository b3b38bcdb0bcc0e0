import { type Said, said } from '../../base/index.ts';
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
          note(
            [...above, 'policyConfiguration', 'alertPolicyId'],
            said`the alert policy "${alertPolicyId ?? ''}" is not taken over: it routes, groups and silences`,
            said`write an AlertPolicy, and name it in \`policy\``,
          ),
        ]
      : []),
    note(
      [...above, 'policyConfiguration', 'actionPolicyId'],
      said`whom the action policy "${actionPolicyId ?? ''}" tells (SMS, voice, mail, DingTalk, webhooks) is not taken over`,
      said`name channels in \`channels\`, or a policy in \`policy\`; the message centre has every alert in any case`,
    ),
    ...(sinkAlerthub?.enabled === false
      ? [
          note(
            [...above, 'sinkAlerthub'],
            said`the rule tells nobody in SLS: here it is in the message centre all the same`,
          ),
        ]
      : []),
    ...(sinkCms?.enabled === true ? [note([...above, 'sinkCms'], said`nothing is sent to CloudMonitor`)] : []),
    ...(sinkEventStore?.enabled === true
      ? [
          note(
            [...above, 'sinkEventStore'],
            said`nothing is written to an event store`,
            said`name a channel that takes webhooks`,
          ),
        ]
      : []),
    ...queryList.flatMap(({ roleArn }, index) =>
      roleArn
        ? [
            note(
              [...above, 'queryList', index, 'roleArn'],
              said`the rule runs for whoever applies it, and assumes no role`,
            ),
          ]
        : [],
    ),
  ];
}

function note(path: Finding['path'], message: Said, hint?: Said): Finding {
  return finding(path, 'sls-left-out', message, { severity: 'warning', ...(hint === undefined ? {} : { hint }) });
}
