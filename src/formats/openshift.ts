import type { Format } from './format.ts';

/** OpenShift's logging puts its own members into each event, and its own level in the place of the event's. */
export const openshift: Format = {
  name: 'openshift',
  title: 'records of OpenShift logging (ViaQ)',
  recognises: ({ object, text }) =>
    object === undefined
      ? /"(?:k8s|openshift)_audit_level"\s*:/.test(text)
      : 'k8s_audit_level' in object || 'openshift_audit_level' in object || 'viaq_msg_id' in object,
};
