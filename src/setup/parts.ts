import {
  type Backend,
  type Fragment,
  type FragmentRequest,
  fragmentRequest,
  shellWord,
  webhookKubeconfig,
} from '../apiserver/index.ts';
import { invariant } from '../base/index.ts';
import { newestMinor } from '../policy/index.ts';
import type { SetupBackend, StepNote } from './choices.ts';
import { type SetupFile, type SetupRequest, type SetupStep, step } from './step.ts';

/** The folder on the node for policy and kubeconfig: the one that `apiserver enable` uses. */
export const hostFolder = '/etc/kubernetes/whodunit';
/** Where `apiserver enable` lets kube-apiserver write its log. */
export const logPath = '/var/log/kubernetes/kubernetes.audit';
/** What the agent has on a node: as its unit of systemd has it. */
const agentFolder = '/etc/whodunit-collect';
const agentState = '/var/lib/whodunit-collect';

export function backendsOf(backend: SetupBackend): readonly Backend[] {
  return backend === 'both' ? ['log', 'webhook'] : [backend];
}

export function sends(request: SetupRequest): boolean {
  return request.backend !== 'log';
}

export function writesLog(request: SetupRequest): boolean {
  return request.backend !== 'webhook';
}

/** The address of the cluster's events. */
export function webhookUrl({ server, cluster }: SetupRequest): string {
  return `${server}/ingest/v1/clusters/${encodeURIComponent(cluster.name)}/audit`;
}

export function isPlain({ server }: SetupRequest): boolean {
  return !server.startsWith('https:');
}

function kubeconfigOf(request: SetupRequest): string | undefined {
  if (!sends(request)) return undefined;
  const { authority, token } = request;
  const written = webhookKubeconfig({
    url: webhookUrl(request),
    token,
    ...(authority === undefined ? {} : { caBase64: btoa(authority) }),
  });
  invariant(written.ok, 'the address of a cluster is a URL of ours');
  return written.value;
}

/** What a distribution's piece of configuration has to say. */
export function fragmentOf(request: SetupRequest): FragmentRequest {
  return fragmentRequest({
    release: { minor: newestMinor },
    backends: backendsOf(request.backend),
    policy: request.policy.text,
    kubeconfig: kubeconfigOf(request),
    hostDir: hostFolder,
    given: {},
  });
}

/** Policy and kubeconfig, at their places or below another folder. */
export function auditFiles(fragment: FragmentRequest, folder?: string): readonly SetupFile[] {
  const { policy, kubeconfig } = fragment;
  const at = (path: string): string => (folder === undefined ? path : folder + path.slice(path.lastIndexOf('/') + 1));
  return [
    { path: at(policy.path), text: policy.text, isSecret: false },
    ...(kubeconfig ? [{ path: at(kubeconfig.path), text: kubeconfig.text, isSecret: true }] : []),
  ];
}

/** A fragment as a file; it holds the token where it holds the kubeconfig. */
export function fragmentFile(path: string, { text }: Fragment, { token }: SetupRequest): SetupFile {
  return { path, text, isSecret: text.includes(token) };
}

/** What is to be known wherever kube-apiserver sends by itself. */
export function webhookNotes(request: SetupRequest): readonly StepNote[] {
  if (!sends(request)) return [];
  const plain: readonly StepNote[] = isPlain(request) ? ['token-in-url'] : [];
  return [...plain, ...reachNotes(request), 'batches'];
}

/** What is to be known where another machine, or a container, could not reach the server: it is called by a loopback name. */
function reachNotes({ server }: SetupRequest): readonly StepNote[] {
  return /^https?:\/\/(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::|\/|$)/i.test(server) ? ['own-machine-alone'] : [];
}

/** The options by which a command knows the server. */
function serverOptions({ server, authority }: SetupRequest, folder: string): string {
  return `--server ${shellWord(server)}${authority === undefined ? '' : ` --ca ${folder}ca.crt`}`;
}

function agentFiles({ token, authority }: SetupRequest, folder: string, tokenFile: string): readonly SetupFile[] {
  return [
    { path: tokenFile, text: `${token}\n`, isSecret: true },
    ...(authority === undefined ? [] : [{ path: `${folder}ca.crt`, text: authority, isSecret: false }]),
  ];
}

/** On a node: the agent follows what is named, such as `--path FILE`. */
export function agentOnNode(request: SetupRequest, what: string, notes: readonly StepNote[] = []): SetupStep {
  const folder = `${agentFolder}/`;
  const tokenFile = `${folder}token`;
  const words = [
    `sudo whodunit collect ${what}`,
    serverOptions(request, folder),
    `--state ${agentState} --token-file ${tokenFile}`,
  ];
  return step('send-log', 'each-node', {
    files: agentFiles(request, folder, tokenFile),
    commands: words.join(' \\\n  '),
    notes: ['whodunit-needed', 'agent-stays', ...reachNotes(request), ...notes],
  });
}

/** Elsewhere: the agent reads what a command writes. */
export function agentBehind(
  request: SetupRequest,
  source: string,
  { once = false, notes }: { readonly once?: boolean; readonly notes: readonly StepNote[] },
): SetupStep {
  const agent = [
    `whodunit collect --cluster ${shellWord(request.cluster.name)} --path -`,
    serverOptions(request, ''),
    `--state whodunit-collect --token-file ingest-token${once ? ' --once' : ''}`,
  ];
  return step('send-log', 'workstation', {
    files: agentFiles(request, '', 'ingest-token'),
    commands: `${source} \\\n  | ${agent.join(' \\\n    ')}`,
    notes: ['whodunit-needed', ...notes],
  });
}

/** The agent on a node, for the log at its usual place; nothing where there is no log. */
export function usualAgent(request: SetupRequest): readonly SetupStep[] {
  if (!writesLog(request)) return [];
  return [agentOnNode(request, `--cluster ${shellWord(request.cluster.name)} --path ${logPath}`)];
}
