import { editMembers } from './edit-members.ts';
import { foldKey } from './json/canonical.ts';

/** Members of an event that are bodies, as Go folds their names. */
const bodies: ReadonlySet<string> = new Set(['requestobject', 'responseobject']);
/**
 * Annotations that repeat pieces of a body: the patches of mutating webhooks, which kube-apiserver writes at the level Request
 * and above only.
 */
export const bodyAnnotationPrefix = 'patch.webhook.admission.k8s.io/';

/**
 * An event without its bodies: request and response object, and annotations that repeat pieces of them, are cut out of the
 * bytes, and the rest stays as it came. `bytes` hold an event that was read before.
 */
export function withoutBodies(bytes: Uint8Array): Uint8Array {
  return editMembers(bytes, (key, value) => {
    const name = foldKey(key);
    if (bodies.has(name)) return undefined;
    if (name !== 'annotations' || value[0] !== 0x7b) return value;
    const { json, kept } = editMembers(value, (annotation, text) =>
      annotation.startsWith(bodyAnnotationPrefix) ? undefined : text,
    );
    // Go leaves an empty map out.
    return kept === 0 && value.length > 2 ? undefined : json;
  }).json;
}
