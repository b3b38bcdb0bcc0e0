import { writeFragment } from '../../apiserver/index.ts';
import { agentBehind, fragmentFile, fragmentOf, webhookNotes, writesLog } from '../parts.ts';
import { step, type Way } from '../step.ts';

const readLog = 'talosctl --nodes "$NODE" read /var/log/audit/kube/kube-apiserver.log';

/** Talos: a patch of the machine configuration. Nothing of ours runs on its nodes, so the log is fetched from them. */
export const talos: Way = {
  name: 'talos',
  steps: (request) => [
    step('configure', 'workstation', {
      files: [fragmentFile('whodunit-audit.yaml', writeFragment('talos', fragmentOf(request)), request)],
      notes: ['talos-log'],
    }),
    step('apply', 'workstation', {
      commands: 'talosctl --nodes "$NODES" patch machineconfig --patch @whodunit-audit.yaml',
      notes: webhookNotes(request),
    }),
    ...(writesLog(request) ? [agentBehind(request, readLog, { once: true, notes: ['talos-again'] })] : []),
  ],
};
