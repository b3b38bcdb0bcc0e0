import { unreachable } from '../base/index.ts';
import { readYaml, type YamlValue } from '../policy/index.ts';

/** A kubeconfig as client-go holds it once it is decoded. Data that is base64 in the file is decoded to text of bytes. */
export interface Kubeconfig {
  readonly currentContext: string;
  readonly clusters: ReadonlyMap<string, Fields>;
  readonly contexts: ReadonlyMap<string, Fields>;
  readonly users: ReadonlyMap<string, Fields>;
}

/** The fields of one part of a kubeconfig, by name. */
export type Fields = Readonly<Record<string, unknown>>;

/** A kubeconfig, or client-go's words for why it is none. */
export type Decoded = { readonly config: Kubeconfig } | { readonly problem: string };

/** What a field holds in Go, by the name that Go's messages have for it. */
type Type =
  | 'string'
  | 'bool'
  | '[]uint8'
  | 'any'
  | { readonly list: Type; readonly go: string }
  | { readonly map: Type; readonly go: string }
  | { readonly struct: string; readonly fields: Readonly<Record<string, Type>> };

const strings: Type = { list: 'string', go: '[]string' };
const exec: Type = {
  struct: 'ExecConfig',
  fields: {
    command: 'string',
    args: strings,
    env: { list: { struct: 'ExecEnvVar', fields: { name: 'string', value: 'string' } }, go: '[]v1.ExecEnvVar' },
    apiVersion: 'string',
    installHint: 'string',
    provideClusterInfo: 'bool',
    interactiveMode: 'string',
  },
};
const authInfo: Type = {
  struct: 'AuthInfo',
  fields: {
    'client-certificate': 'string',
    'client-certificate-data': '[]uint8',
    'client-key': 'string',
    'client-key-data': '[]uint8',
    token: 'string',
    tokenFile: 'string',
    as: 'string',
    'as-uid': 'string',
    'as-groups': strings,
    'as-user-extra': { map: strings, go: 'map[string][]string' },
    username: 'string',
    password: 'string',
    'auth-provider': {
      struct: 'AuthProviderConfig',
      fields: { name: 'string', config: { map: 'string', go: 'map[string]string' } },
    },
    exec,
  },
};
const cluster: Type = {
  struct: 'Cluster',
  fields: {
    server: 'string',
    'tls-server-name': 'string',
    'insecure-skip-tls-verify': 'bool',
    'certificate-authority': 'string',
    'certificate-authority-data': '[]uint8',
    'proxy-url': 'string',
    'disable-compression': 'bool',
  },
};
const context: Type = { struct: 'Context', fields: { cluster: 'string', user: 'string', namespace: 'string' } };

function named(struct: string, field: string, type: Type): Type {
  return { list: { struct, fields: { name: 'string', [field]: type } }, go: `[]v1.${struct}` };
}

/** client-go's types of a kubeconfig (tools/clientcmd/api/v1). */
const configType: Type = {
  struct: 'Config',
  fields: {
    kind: 'string',
    apiVersion: 'string',
    clusters: named('NamedCluster', 'cluster', cluster),
    contexts: named('NamedContext', 'context', context),
    users: named('NamedAuthInfo', 'user', authInfo),
    'current-context': 'string',
  },
};

/** A refusal of the decoder; caught in `decodeKubeconfig` alone. */
class Refusal extends Error {}

/** Reads the first document of a kubeconfig as client-go does (tools/clientcmd/loader.go); unknown fields are ignored. */
export function decodeKubeconfig(text: string): Decoded {
  if (text.length > maxLength) return { problem: `it is larger than ${maxLength} characters, which is no kubeconfig` };
  try {
    const value = readObject(text);
    const kind = textOf(value, 'kind');
    const version = textOf(value, 'apiVersion');
    if ((kind !== '' && kind !== 'Config') || (version !== '' && version !== 'v1')) {
      const name = kind === '' ? 'Config' : kind;
      throw new Refusal(`no kind ${JSON.stringify(name)} is registered for version ${JSON.stringify(version || 'v1')}`);
    }
    checkType(value, configType, '', []);
    const config = {
      currentContext: textOf(value, 'current-context'),
      clusters: namedFields(value, 'clusters', 'NamedCluster'),
      contexts: namedFields(value, 'contexts', 'NamedContext'),
      users: namedFields(value, 'users', 'NamedAuthInfo'),
    };
    return { config };
  } catch (error) {
    if (error instanceof Refusal) return { problem: error.message };
    throw error;
  }
}

/** No kubeconfig is as large; the certificates of one are a few kB. */
const maxLength = 1_000_000;
/** Reads the YAML, which JSON is as well, as go-yaml does: `yes` is a boolean there. */
function readObject(text: string): Fields {
  const { value, problem } = readYaml(text);
  if (problem) throw new Refusal(problem.message);
  if (!value || value.kind === 'null') return {};
  if (value.kind !== 'object') throw new Refusal("couldn't get version/kind; json parse error: it is no object");
  return plainObject(value, new Map());
}

/** What a value is in JavaScript. What aliases share stays shared. */
function plainValue(value: YamlValue, known: Map<YamlValue, unknown>): unknown {
  switch (value.kind) {
    case 'null':
      return null;
    case 'bool':
    case 'string':
      return value.value;
    case 'number':
      return Number(value.text);
    case 'array':
    case 'object': {
      const made =
        known.get(value) ??
        (value.kind === 'object' ? plainObject(value, known) : value.items.map((item) => plainValue(item, known)));
      known.set(value, made);
      return made;
    }
    default:
      return unreachable(value);
  }
}

function plainObject({ members }: Extract<YamlValue, { kind: 'object' }>, known: Map<YamlValue, unknown>): Fields {
  return Object.fromEntries(members.map(({ name, value }) => [name, plainValue(value, known)]));
}

/** Compares a value with its type in Go, as encoding/json does: null fits everywhere, and what is unknown is ignored. */
function checkType(value: unknown, type: Type, struct: string, path: readonly string[]): void {
  if (value === null || value === undefined || type === 'any') return;
  if (typeof type === 'string') return checkScalar(value, type, struct, path);
  if ('list' in type) {
    if (!Array.isArray(value)) throw mismatch(value, type.go, struct, path);
    for (const item of value) checkType(item, type.list, struct, path);
  } else if (!isRecord(value)) throw mismatch(value, 'map' in type ? type.go : `v1.${type.struct}`, struct, path);
  else if ('map' in type)
    for (const [name, item] of Object.entries(value)) checkType(item, type.map, struct, [...path, name]);
  else
    for (const [name, field] of Object.entries(type.fields))
      checkType(value[name], field, type.struct, [...path, name]);
}

function checkScalar(
  value: unknown,
  type: 'string' | 'bool' | '[]uint8',
  struct: string,
  path: readonly string[],
): void {
  if (typeof value !== (type === 'bool' ? 'boolean' : 'string')) throw mismatch(value, type, struct, path);
  const at = type === '[]uint8' && typeof value === 'string' ? corruptAt(value) : undefined;
  if (at !== undefined) throw new Refusal(`illegal base64 data at input byte ${at}`);
}

function mismatch(value: unknown, go: string, struct: string, path: readonly string[]): Refusal {
  const kind = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
  return new Refusal(`json: cannot unmarshal ${kind} into Go struct field ${struct}.${path.join('.')} of type ${go}`);
}

/** Where Go's base64.StdEncoding finds what is no base64; line ends are passed over. */
function corruptAt(text: string): number | undefined {
  const wrong = /[^A-Za-z0-9+/\r\n]/.exec(text.replace(/={0,2}[\r\n]*$/, (end) => 'A'.repeat(end.length)));
  if (wrong) return wrong.index;
  const digits = text.replaceAll(/[\r\n]/g, '');
  return digits.length % 4 === 0 ? undefined : digits.length - (digits.length % 4);
}

function namedFields(config: unknown, list: string, struct: string): ReadonlyMap<string, Fields> {
  const found = new Map<string, Fields>();
  const items = isRecord(config) ? config[list] : undefined;
  const type = { NamedCluster: 'Cluster', NamedContext: 'Context', NamedAuthInfo: 'AuthInfo' }[struct] ?? struct;
  for (const item of Array.isArray(items) ? items : []) {
    const name = textOf(item, 'name');
    if (found.has(name))
      throw new Refusal(
        `error converting *[]${struct} into *map[string]*api.${type}: duplicate name ${JSON.stringify(name)} in list`,
      );
    const fields = isRecord(item) ? item[list.slice(0, -1)] : undefined;
    found.set(name, isRecord(fields) ? fields : {});
  }
  return found;
}

/** A field's text; empty where it is none. */
export function textOf(value: unknown, field: string): string {
  const text = isRecord(value) ? value[field] : undefined;
  return typeof text === 'string' ? text : '';
}

/** A field that is an object; undefined where it is none. */
export function fieldsOf(value: Fields, field: string): Fields | undefined {
  const fields = value[field];
  return isRecord(fields) ? fields : undefined;
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
