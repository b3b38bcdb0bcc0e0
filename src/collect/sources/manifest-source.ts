import { readFile, stat } from 'node:fs/promises';
import { type AuditLogPlaces, auditLogPlaces, readManifest } from '../../apiserver/index.ts';

/** Where the kubelet keeps what kube-apiserver writes to standard output. */
const kubeletLogs = '/var/log/pods/kube-system_kube-apiserver-*_*/kube-apiserver/*.log';

/** What a manifest says, or why it says nothing. */
export type ManifestAnswer =
  | { readonly ok: true; readonly patterns: readonly string[]; readonly places: AuditLogPlaces }
  | { readonly ok: false; readonly reason: string };

/** Reads kube-apiserver's manifest, again whenever it has changed. */
export interface ManifestSource {
  read(): Promise<ManifestAnswer>;
}

export function createManifestSource(file: string): ManifestSource {
  let read: { readonly state: string; readonly answer: ManifestAnswer } | undefined;
  return {
    read: async () => {
      try {
        const { ino, size, mtimeNs } = await stat(file, { bigint: true });
        const state = `${ino} ${size} ${mtimeNs}`;
        if (read?.state !== state) read = { state, answer: answerOf(await readFile(file, 'utf8')) };
        return read.answer;
      } catch (error) {
        return { ok: false, reason: error instanceof Error ? error.message : String(error) };
      }
    },
  };
}

function answerOf(text: string): ManifestAnswer {
  const manifest = readManifest(text);
  if (!manifest.ok) return { ok: false, reason: manifest.diagnostics.map(({ message }) => message).join('; ') };
  const places = auditLogPlaces(manifest.value);
  return {
    ok: true,
    places,
    patterns: [...places.paths.map(literal), ...(places.isStandardOutput ? [kubeletLogs] : [])],
  };
}

/** A path of the manifest is a name, whatever characters it has. */
function literal(path: string): string {
  return path.replaceAll(/[*?[\]{}]/g, '[$&]');
}
