import { writeFragment } from '../../apiserver/index.ts';
import { auditFiles, fragmentFile, fragmentOf, usualAgent, webhookNotes } from '../parts.ts';
import { step, type Way } from '../step.ts';

/** k3s: a file in its folder of configuration; kube-apiserver is a part of k3s's own process. */
export const k3s: Way = rancher('k3s', 'k3s');

/** RKE2: the same, and the service has another name. */
export const rke2: Way = rancher('rke2', 'rke2-server');

function rancher(name: 'k3s' | 'rke2', service: string): Way {
  return {
    name,
    steps: (request) => {
      const fragment = fragmentOf(request);
      const file = `/etc/rancher/${name}/config.yaml.d/whodunit-audit.yaml`;
      const folder = fragment.logFolder;
      return [
        step('put-files', 'each-node', {
          files: [...auditFiles(fragment), fragmentFile(file, writeFragment(name, fragment), request)],
          commands: folder === undefined ? '' : `sudo install -d -m 700 ${folder}`,
        }),
        step('restart', 'each-node', {
          commands: `sudo systemctl restart ${service}`,
          notes: ['node-after-node', ...webhookNotes(request)],
        }),
        ...usualAgent(request),
      ];
    },
  };
}
