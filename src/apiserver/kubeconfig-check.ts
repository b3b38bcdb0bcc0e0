import type { Diagnostic } from '../base/index.ts';
import { type Decoded, type Fields, type Kubeconfig, decodeKubeconfig, fieldsOf, textOf } from './kubeconfig-decode.ts';
import { parentPath } from './manifest/paths.ts';
import { goQuoted, parseServer } from './server-url.ts';
import type { HostFile } from './status/host-files.ts';

/** What is known of a file that a kubeconfig names, by its path inside the container; `unmounted` lies in the image itself. */
export type FileView = (path: string) => HostFile | { readonly kind: 'unmounted' };

/** Where a kubeconfig stands and what can be seen from there. */
export interface KubeconfigPlace {
  /** Its own path inside the container; paths within it are relative to its folder. */
  readonly path: string;
  readonly look: FileView;
}

/** For a kubeconfig alone, of whose files nothing is known. */
const nowhere: KubeconfigPlace = { path: '/kubeconfig', look: () => ({ kind: 'unknown' }) };

/**
 * Says why kube-apiserver refuses a kubeconfig for its webhook, in the words of client-go (tools/clientcmd, rest and transport; tried on
 * 1.36), what it would not do with it, and which of the files that it names cannot be looked at from here.
 */
export function checkKubeconfig(text: string, place: KubeconfigPlace = nowhere): readonly Diagnostic[] {
  const decoded = decodeKubeconfig(text);
  if ('problem' in decoded)
    return [invalid(`error loading config file ${JSON.stringify(place.path)}: ${decoded.problem}`)];
  return new Check(decoded.config, place).result();
}

/** The address that a kubeconfig sends to, with an ingest token in its path hidden; undefined where it has none. */
export function webhookServer(text: string): string | undefined {
  const decoded: Decoded = decodeKubeconfig(text);
  if ('problem' in decoded) return undefined;
  const { contexts, clusters, currentContext } = decoded.config;
  const server = textOf(clusters.get(textOf(contexts.get(currentContext), 'cluster')), 'server');
  return server === '' ? undefined : server.replace(/\/ingest\/v1\/token\/[^/]+/, '/ingest/v1/token/***');
}

class Check {
  private readonly place: KubeconfigPlace;
  private readonly config: Kubeconfig;
  private readonly context: Fields;
  private readonly clusterName: string;
  private readonly userName: string;
  private readonly cluster: Fields;
  private readonly user: Fields;
  private readonly unchecked: Diagnostic[] = [];

  constructor(config: Kubeconfig, place: KubeconfigPlace) {
    this.config = config;
    this.place = place;
    this.context = config.contexts.get(config.currentContext) ?? {};
    this.clusterName = textOf(this.context, 'cluster');
    this.userName = textOf(this.context, 'user');
    this.cluster = config.clusters.get(this.clusterName) ?? {};
    this.user = config.users.get(this.userName) ?? {};
  }

  result(): readonly Diagnostic[] {
    const refusal = this.refusal();
    if (refusal !== undefined) return [invalid(refusal), ...this.unchecked];
    return [...this.warnings(), ...this.unchecked];
  }

  /** What kube-apiserver says as it ends; in the order in which client-go comes across things. */
  private refusal(): string | undefined {
    const problems = this.validation();
    const [only] = problems;
    if (problems.length === 1 && only !== undefined)
      return `invalid configuration: ${only === emptyCluster ? emptyConfig : only}`;
    if (problems.length > 1) return `invalid configuration: [${[...new Set(problems)].join(', ')}]`;
    const server = parseServer(textOf(this.cluster, 'server'));
    if ('problem' in server) return server.problem;
    if (server.scheme === 'https') return this.tokenProblem() ?? this.transportProblem();
    return undefined;
  }

  private validation(): string[] {
    const { currentContext, contexts } = this.config;
    const isMissing = currentContext !== '' && !contexts.has(currentContext);
    return [
      ...(isMissing ? [`context was not found for specified context: ${currentContext}`] : []),
      ...this.userProblems(),
      ...this.clusterProblems(),
    ];
  }

  private clusterProblems(): string[] {
    const { cluster, clusterName } = this;
    if (!this.config.clusters.has(clusterName)) return [emptyCluster];
    const problems: string[] = [];
    if (textOf(cluster, 'server') === '')
      problems.push(
        clusterName === ''
          ? 'default cluster has no server defined'
          : `no server found for cluster ${goQuoted(clusterName)}`,
      );
    const proxy = textOf(cluster, 'proxy-url');
    const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(proxy)?.[1]?.toLowerCase() ?? '';
    if (proxy !== '' && !['http', 'https', 'socks5'].includes(scheme))
      problems.push(
        `invalid 'proxy-url' ${goQuoted(proxy)} for cluster ${goQuoted(clusterName)}: unsupported scheme ${goQuoted(scheme)}, must be http, https, or socks5`,
      );
    const file = textOf(cluster, 'certificate-authority');
    if (file !== '' && textOf(cluster, 'certificate-authority-data') !== '')
      problems.push(
        `certificate-authority-data and certificate-authority are both specified for ${clusterName}. certificate-authority-data will override.`,
      );
    problems.push(
      ...this.openProblem(file, (path) => `unable to read certificate-authority ${path} for ${clusterName} due to `),
    );
    return problems;
  }

  private userProblems(): string[] {
    const { user, userName } = this;
    const methods = [
      ...(textOf(user, 'token') === '' ? [] : ['token']),
      ...(textOf(user, 'username') === '' && textOf(user, 'password') === '' ? [] : ['basicAuth']),
    ];
    const impersonates = ['as-uid', 'as-groups', 'as-user-extra'].some((field) => !isEmpty(user[field]));
    return [
      ...this.certificateProblems(),
      ...this.execProblems(),
      ...(methods.length > 1
        ? [
            `more than one authentication method found for ${userName}; found [${methods.join(' ')}], only one is allowed`,
          ]
        : []),
      ...(impersonates && textOf(user, 'as') === ''
        ? [`requesting uid, groups or user-extra for ${userName} without impersonating a user`]
        : []),
    ];
  }

  private certificateProblems(): string[] {
    const { user, userName } = this;
    const [certificate, certificateData] = [
      textOf(user, 'client-certificate'),
      textOf(user, 'client-certificate-data'),
    ];
    const [key, keyData] = [textOf(user, 'client-key'), textOf(user, 'client-key-data')];
    if (certificate === '' && certificateData === '') return [];
    const problems: string[] = [];
    if (certificate !== '' && certificateData !== '')
      problems.push(
        `client-cert-data and client-cert are both specified for ${userName}. client-cert-data will override.`,
      );
    if (key !== '' && keyData !== '')
      problems.push(`client-key-data and client-key are both specified for ${userName}; client-key-data will override`);
    if (key === '' && keyData === '')
      problems.push(
        `client-key-data or client-key must be specified for ${userName} to use the clientCert authentication method.`,
      );
    return [
      ...problems,
      ...this.openProblem(certificate, (path) => `unable to read client-cert ${path} for ${userName} due to `),
      ...this.openProblem(key, (path) => `unable to read client-key ${path} for ${userName} due to `),
    ];
  }

  private execProblems(): string[] {
    const { user, userName } = this;
    const exec = fieldsOf(user, 'exec');
    if (!exec) return [];
    const needs = (what: string): string =>
      `${what} must be specified for ${userName} to use exec authentication plugin`;
    const problems: string[] = [];
    if (fieldsOf(user, 'auth-provider'))
      problems.push(`authProvider cannot be provided in combination with an exec plugin for ${userName}`);
    if (textOf(exec, 'command') === '') problems.push(needs('command'));
    const version = textOf(exec, 'apiVersion');
    if (version === '') problems.push(needs('apiVersion'));
    const env = Array.isArray(exec['env']) ? exec['env'] : [];
    for (const variable of env) if (textOf(variable, 'name') === '') problems.push(needs('env variable name'));
    const mode = textOf(exec, 'interactiveMode');
    const isOld = /^client\.authentication\.k8s\.io\/v1(alpha|beta)1$/.test(version);
    if (mode === '' && !isOld) problems.push(needs('interactiveMode'));
    else if (mode !== '' && !['Never', 'IfAvailable', 'Always'].includes(mode))
      problems.push(`invalid interactiveMode for ${userName}: ${goQuoted(mode)}`);
    return problems;
  }

  /** A token file is read at once, where there is no token beside it. */
  private tokenProblem(): string | undefined {
    const file = textOf(this.user, 'tokenFile');
    if (file === '' || textOf(this.user, 'token') !== '') return undefined;
    const path = this.resolve(file);
    const [problem] = this.openProblem(file, () => '', 'read');
    if (problem !== undefined) return problem;
    const found = this.place.look(path);
    return found.kind === 'file' && found.text === '' ? `read empty token from file ${goQuoted(path)}` : undefined;
  }

  private transportProblem(): string | undefined {
    const exec = fieldsOf(this.user, 'exec');
    const version = textOf(exec, 'apiVersion');
    if (exec && !/^client\.authentication\.k8s\.io\/v1(beta1)?$/.test(version))
      return `exec plugin: invalid apiVersion ${goQuoted(version)}`;
    return this.providerProblem() ?? this.tlsProblem();
  }

  private providerProblem(): string | undefined {
    const provider = fieldsOf(this.user, 'auth-provider');
    if (!provider) return undefined;
    const name = textOf(provider, 'name');
    if (name === 'gcp' || name === 'azure') return `The ${name} auth plugin has been removed.`;
    if (name !== 'oidc') return `no Auth Provider found for name ${goQuoted(name)}`;
    const needed = ['idp-issuer-url', 'client-id'].find((field) => textOf(provider['config'], field) === '');
    return needed === undefined ? undefined : `Must provide ${needed}`;
  }

  private tlsProblem(): string | undefined {
    const { cluster, user } = this;
    const data = decoded(textOf(cluster, 'certificate-authority-data'));
    const file = textOf(cluster, 'certificate-authority');
    if ((data !== '' || file !== '') && cluster['insecure-skip-tls-verify'] === true)
      return 'specifying a root certificates file with the insecure flag is not allowed';
    const ca = data === '' && file !== '' ? this.contents(file) : data;
    if (ca !== undefined && ca !== '' && !holds(ca, 'CERTIFICATE'))
      return `unable to load root certificates: ${ca.includes('-----BEGIN ') ? 'no valid certificate authority data seen' : 'unable to parse bytes as PEM block'}`;
    const [certificateFile, keyFile] = [textOf(user, 'client-certificate'), textOf(user, 'client-key')];
    const [certificateData, keyData] = [textOf(user, 'client-certificate-data'), textOf(user, 'client-key-data')];
    if (certificateFile === '' && certificateData === '') return undefined;
    // Both from files: they are read again and again, and looked at no earlier than that.
    if (certificateData === '' && keyData === '') return undefined;
    const certificate = certificateData === '' ? this.contents(certificateFile) : decoded(certificateData);
    const key = keyData === '' ? this.contents(keyFile) : decoded(keyData);
    if (certificate !== undefined && !holds(certificate, 'CERTIFICATE'))
      return 'tls: failed to find any PEM data in certificate input';
    return key === undefined || /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(key)
      ? undefined
      : 'tls: failed to find any PEM data in key input';
  }

  private contents(file: string): string | undefined {
    const found = this.place.look(this.resolve(file));
    return found.kind === 'file' ? found.text : undefined;
  }

  private resolve(file: string): string {
    return file.startsWith('/') ? file : `${parentPath(this.place.path)}/${file}`;
  }

  /** What opening a file says; where nobody can know from here, that is noted with what it would say. */
  private openProblem(file: string, prefix: (path: string) => string, verb: 'open' | 'read' = 'open'): string[] {
    if (file === '') return [];
    const path = this.resolve(file);
    const missing = `${prefix(path)}open ${path}: no such file or directory`;
    const { kind } = this.place.look(path);
    if (kind === 'missing') return [missing];
    if (kind === 'directory') return verb === 'read' ? [`read ${path}: is a directory`] : [];
    if (kind === 'file') return [];
    const why =
      kind === 'unmounted'
        ? "nothing is mounted there, so it would lie in the container's own image"
        : 'it cannot be seen from here';
    this.unchecked.push({
      code: 'kubeconfig-file-unchecked',
      severity: 'warning',
      message: `"${path}" is unchecked: ${why}; where it is missing kube-apiserver does not start: ${verb === 'read' ? '' : 'invalid configuration: '}${missing}`,
      hint: 'mount the folder that it lies in, or put its contents into the kubeconfig',
    });
    return [];
  }

  private warnings(): Diagnostic[] {
    const written = textOf(this.cluster, 'server');
    const server = parseServer(written);
    if ('problem' in server) return [];
    const { scheme, path, query } = server;
    const found: Diagnostic[] = [];
    if (scheme !== 'http' && scheme !== 'https') {
      const message = `nothing can be sent to its server: ${scheme}: is neither http nor https`;
      return [{ code: 'webhook-url-invalid', severity: 'warning', message }];
    }
    if (query !== '') {
      const message = `the query of its server is dropped: kube-apiserver sends to "${written.slice(0, written.indexOf('?'))}"`;
      const hint = 'put what the receiver needs to know into the path';
      found.push({ code: 'webhook-query-dropped', severity: 'warning', message, hint });
    }
    if (scheme === 'http') {
      if (this.hasCredentials())
        found.push(notSent(textOf(this.user, 'token') === '' ? 'what its user signs in with' : 'its token'));
      return found;
    }
    const nobody = this.withoutCredentials(path);
    if (nobody !== undefined) found.push(empty(nobody));
    return found;
  }

  /** Why kube-apiserver would start and say to nobody who it is; undefined where it does say so, or nobody has to know. */
  private withoutCredentials(path: string): string | undefined {
    if (/\/ingest\/v1\/token\/[^/]+\/audit\/?$/.test(path)) return undefined;
    const file = textOf(this.user, 'tokenFile');
    if (file !== '' && textOf(this.user, 'token') === '' && this.contents(file)?.trim() === '')
      return `the token file "${this.resolve(file)}" holds nothing but blanks`;
    if (this.hasCredentials()) return undefined;
    if (this.userName !== '' && !this.config.users.has(this.userName))
      return `the user "${this.userName}" of its context is not in it`;
    if (this.userName === '') return 'its context names no user';
    if (textOf(this.user, 'client-key') !== '' || textOf(this.user, 'client-key-data') !== '')
      return `its user "${this.userName}" has a key and no certificate`;
    return `its user "${this.userName}" has no credentials`;
  }

  private hasCredentials(): boolean {
    const texts = ['token', 'tokenFile', 'username', 'client-certificate', 'client-certificate-data'];
    return (
      texts.some((field) => textOf(this.user, field) !== '') ||
      ['exec', 'auth-provider'].some((field) => fieldsOf(this.user, field))
    );
  }
}

/** client-go's words where the context leads to no cluster. */
const emptyCluster = 'cluster has no server defined';
const emptyConfig = 'no configuration has been provided, try setting KUBERNETES_MASTER environment variable';

function holds(text: string, type: string): boolean {
  return text.includes(`-----BEGIN ${type}-----`);
}

function decoded(base64: string): string {
  return atob(base64.replaceAll(/[\r\n]/g, ''));
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function invalid(message: string): Diagnostic {
  return { code: 'kubeconfig-invalid', severity: 'error', message };
}

function notSent(what: string): Diagnostic {
  const message = `${what} is not sent: the server is plain http, where kube-apiserver sends no credentials`;
  return { code: 'webhook-token-not-sent', severity: 'warning', message };
}

function empty(why: string): Diagnostic {
  return {
    code: 'webhook-credentials-missing',
    severity: 'warning',
    message: `kube-apiserver starts and sends nothing that says who it is: ${why}`,
    hint: 'give the user of its context a token or a client certificate',
  };
}
