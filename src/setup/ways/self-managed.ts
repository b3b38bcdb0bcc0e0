import { auditFiles, fragmentOf, usualAgent, webhookNotes } from '../parts.ts';
import { step, type Way } from '../step.ts';

/** A kube-apiserver that you start with flags yourself, such as a unit of systemd. */
export const selfManaged: Way = {
  name: 'self-managed',
  steps: (request) => {
    const fragment = fragmentOf(request);
    const folder = fragment.logFolder;
    return [
      step('put-files', 'each-node', {
        files: auditFiles(fragment),
        commands: folder === undefined ? '' : `sudo install -d -m 700 ${folder}`,
        notes: ['user-of-apiserver'],
      }),
      step('set-flags', 'each-node', {
        commands: fragment.flags.map(([name, value]) => `--${name}=${value}`).join('\n'),
      }),
      step('restart', 'each-node', {
        commands: 'sudo systemctl restart kube-apiserver',
        notes: ['node-after-node', ...webhookNotes(request)],
      }),
      ...usualAgent(request),
    ];
  },
};
