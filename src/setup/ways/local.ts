import { writeFragment } from '../../apiserver/index.ts';
import { agentBehind, auditFiles, fragmentFile, fragmentOf, webhookNotes, writesLog } from '../parts.ts';
import { step, type Way } from '../step.ts';

/** kind: the files are mounted into the node that it makes. */
export const kind: Way = {
  name: 'kind',
  steps: (request) => {
    const fragment = fragmentOf(request);
    // kind takes small letters alone.
    const name = request.cluster.name.toLowerCase().replaceAll(/[^a-z0-9.-]/g, '-');
    const log = `docker exec ${name}-control-plane tail -n +1 -F /var/log/kubernetes/kubernetes.audit`;
    return [
      step('put-files', 'workstation', {
        files: [...auditFiles(fragment, ''), fragmentFile('kind.yaml', writeFragment('kind', fragment), request)],
      }),
      step('create', 'workstation', {
        commands: `kind create cluster --name ${name} --config kind.yaml`,
        notes: ['cluster-made-anew', ...webhookNotes(request)],
      }),
      ...(writesLog(request) ? [agentBehind(request, log, { notes: ['agent-stays'] })] : []),
    ];
  },
};

/** minikube: a script that puts the files where minikube takes them from, and starts it with the flags. */
export const minikube: Way = {
  name: 'minikube',
  steps: (request) => {
    const log =
      'kubectl logs --namespace kube-system --selector component=kube-apiserver --tail -1 --follow \\\n  | grep --line-buffered \'^{"kind":"Event",\'';
    return [
      step('put-files', 'workstation', {
        files: [fragmentFile('minikube.sh', writeFragment('minikube', fragmentOf(request)), request)],
      }),
      step('create', 'workstation', { commands: 'sh minikube.sh', notes: webhookNotes(request) }),
      ...(writesLog(request) ? [agentBehind(request, log, { notes: ['minikube-log', 'agent-stays'] })] : []),
    ];
  },
};
