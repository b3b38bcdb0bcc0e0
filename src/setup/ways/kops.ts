import { writeFragment } from '../../apiserver/index.ts';
import { fragmentFile, fragmentOf, sends, usualAgent, webhookNotes } from '../parts.ts';
import { step, type Way } from '../step.ts';

/** kops: a part of the cluster's spec, which it brings to the nodes by making them anew. */
export const kops: Way = {
  name: 'kops',
  steps: (request) => [
    step('configure', 'workstation', {
      files: [fragmentFile('whodunit-audit.yaml', writeFragment('kops', fragmentOf(request)), request)],
      commands: 'kops edit cluster',
      notes: sends(request) ? ['merge-into-spec', 'kops-no-truncation'] : ['merge-into-spec'],
    }),
    step('apply', 'workstation', {
      commands: 'kops update cluster --yes\nkops rolling-update cluster --instance-group-roles control-plane --yes',
      notes: webhookNotes(request),
    }),
    ...usualAgent(request),
  ],
};
