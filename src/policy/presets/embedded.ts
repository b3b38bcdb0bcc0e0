// Made by scripts/embed-policies.mjs from content/policies; a test holds the two together.
export const embedded: Readonly<Record<string, string>> = {
  ack: `# ACK: what Alibaba Cloud's managed clusters run with.
#
# The rules are those that the documentation of Container Service for Kubernetes (ACK) publishes for clusters of 1.24 and
# newer; the comments are ours. Note that it writes the answer to serviceaccounts/token, which is a token, and knows neither
# leases nor endpointslices: "whodunit policy lint" says more.
apiVersion: audit.k8s.io/v1
kind: Policy
# One event a request is enough: the one at its end.
omitStages: ['RequestReceived']
rules:
  # Traffic of the control plane with itself: often, and of no interest.
  - level: None
    users: ['system:kube-proxy']
    verbs: ['watch']
    resources:
      - group: ''
        resources: ['endpoints', 'services']
  - level: None
    users: ['system:unsecured'] # the insecure port, gone since Kubernetes 1.20
    namespaces: ['kube-system']
    verbs: ['get']
    resources:
      - group: ''
        resources: ['configmaps']
  - level: None
    users: ['kubelet'] # what kubelets were called before they had a name each
    verbs: ['get']
    resources:
      - group: ''
        resources: ['nodes']
  - level: None
    userGroups: ['system:nodes']
    verbs: ['get']
    resources:
      - group: ''
        resources: ['nodes']
  - level: None
    users:
      - system:kube-controller-manager
      - system:kube-scheduler
      - system:serviceaccount:kube-system:endpoint-controller
    verbs: ['get', 'update']
    namespaces: ['kube-system']
    resources:
      - group: ''
        resources: ['endpoints']
  - level: None
    users: ['system:apiserver']
    verbs: ['get']
    resources:
      - group: ''
        resources: ['namespaces']
  # Paths that anybody asks for all the time.
  - level: None
    nonResourceURLs: ['/healthz*', '/version', '/swagger*']
  - level: None
    resources:
      - group: ''
        resources: ['events']
  # Bodies of these hold credentials, so who did what is all that is written.
  - level: Metadata
    resources:
      - group: ''
        resources: ['secrets', 'configmaps']
      - group: authentication.k8s.io
        resources: ['tokenreviews']
  # What a read returns is large and is in etcd anyway.
  - level: Request
    verbs: ['get', 'list', 'watch']
    resources:
      - group: ''
      - group: 'admissionregistration.k8s.io'
      - group: 'apps'
      - group: 'authentication.k8s.io'
      - group: 'authorization.k8s.io'
      - group: 'autoscaling'
      - group: 'batch'
      - group: 'certificates.k8s.io'
      - group: 'extensions'
      - group: 'networking.k8s.io'
      - group: 'policy'
      - group: 'rbac.authorization.k8s.io'
      - group: 'settings.k8s.io'
      - group: 'storage.k8s.io'
  # Changes, with what was asked for and what came of it.
  - level: RequestResponse
    resources:
      - group: ''
      - group: 'admissionregistration.k8s.io'
      - group: 'apps'
      - group: 'authentication.k8s.io'
      - group: 'authorization.k8s.io'
      - group: 'autoscaling'
      - group: 'batch'
      - group: 'certificates.k8s.io'
      - group: 'extensions'
      - group: 'networking.k8s.io'
      - group: 'policy'
      - group: 'rbac.authorization.k8s.io'
      - group: 'settings.k8s.io'
      - group: 'storage.k8s.io'
  # Everything else: custom resources, newer groups, other paths.
  - level: Metadata
`,
  cis: `# CIS: what item 3.2 of the CIS Kubernetes Benchmark asks for.
#
# Our own rules for the benchmark's items: 3.2.1, that there is a policy, and 3.2.2, that it covers access to Secrets (at
# level Metadata), changes of pods and deployments, and exec, port-forward and proxy, with most requests at level Metadata.
apiVersion: audit.k8s.io/v1
kind: Policy
# One event a request is enough: the one at its end.
omitStages: ['RequestReceived']
rules:
  # Requests that come in great numbers from the cluster itself. Who and what is named, so that nothing else is left out.
  - level: None
    userGroups: ['system:nodes']
    verbs: ['get', 'update']
    namespaces: ['kube-node-lease']
    resources:
      - group: coordination.k8s.io
        resources: ['leases']
  - level: None
    users: ['system:kube-controller-manager', 'system:kube-scheduler', 'system:apiserver']
    verbs: ['get', 'update']
    namespaces: ['kube-system']
    resources:
      - group: coordination.k8s.io
        resources: ['leases']
  - level: None
    users: ['system:kube-proxy']
    verbs: ['watch']
    resources:
      - group: ''
        resources: ['endpoints', 'services']
      - group: discovery.k8s.io
        resources: ['endpointslices']
  - level: None
    nonResourceURLs: ['/healthz*', '/livez*', '/readyz*', '/version']
  # Bodies of these hold credentials, so who did what is all that is written.
  - level: Metadata
    resources:
      - group: ''
        resources: ['secrets', 'configmaps', 'serviceaccounts/token']
      - group: authentication.k8s.io
        resources: ['tokenreviews']
  # Ways into containers, by either verb: kubectl asks with get (WebSocket) since 1.30, with create (SPDY) before.
  - level: Metadata
    resources:
      - group: ''
        resources:
          - pods/exec
          - pods/attach
          - pods/portforward
          - pods/proxy
          - pods/ephemeralcontainers
          - services/proxy
          - nodes/proxy
  # Changes of workloads, with what was asked for.
  - level: Request
    verbs: ['create', 'update', 'patch', 'delete', 'deletecollection']
    resources:
      - group: ''
        resources: ['pods', 'services']
      - group: apps
        resources: ['deployments', 'daemonsets', 'statefulsets']
      - group: batch
        resources: ['jobs', 'cronjobs']
  # Changes of who may do what.
  - level: Request
    verbs: ['create', 'update', 'patch', 'delete', 'deletecollection']
    resources:
      - group: rbac.authorization.k8s.io
  - level: Metadata
`,
  detection: `# Detection: what the published detection rules need, and little more.
#
# Our own, made from the rules of Falco, Sigma, Elastic, Panther, Splunk, Datadog, GuardDuty, Google and Microsoft: each kind of
# request at the least level at which they can see what they look for. Two of them are left blind on purpose: they read
# the bodies of Secrets and ConfigMaps, and those would bring credentials into the log.
apiVersion: audit.k8s.io/v1
kind: Policy
# One event a request is enough: the one at its end.
omitStages: ['RequestReceived']
rules:
  # Requests that come in great numbers from the cluster itself. Who and what is named, so that nothing else is left out.
  - level: None
    userGroups: ['system:nodes']
    verbs: ['get', 'update']
    namespaces: ['kube-node-lease']
    resources:
      - group: coordination.k8s.io
        resources: ['leases']
  - level: None
    users: ['system:kube-controller-manager', 'system:kube-scheduler', 'system:apiserver']
    verbs: ['get', 'update']
    namespaces: ['kube-system']
    resources:
      - group: coordination.k8s.io
        resources: ['leases']
  - level: None
    users: ['system:kube-proxy']
    verbs: ['watch']
    resources:
      - group: ''
        resources: ['endpoints', 'services']
      - group: discovery.k8s.io
        resources: ['endpointslices']
  - level: None
    nonResourceURLs: ['/healthz*', '/livez*', '/readyz*', '/version']
  # Bodies of these hold credentials, so who did what is all that is written.
  - level: Metadata
    resources:
      - group: ''
        resources: ['secrets', 'configmaps', 'serviceaccounts/token']
      - group: authentication.k8s.io
        resources: ['tokenreviews']
  # Pod specs: privileged containers, host paths, images, commands.
  - level: Request
    verbs: ['create', 'update', 'patch']
    resources:
      - group: ''
        resources: ['pods', 'pods/ephemeralcontainers', 'replicationcontrollers']
      - group: apps
        resources: ['deployments', 'daemonsets', 'statefulsets', 'replicasets']
      - group: batch
        resources: ['jobs', 'cronjobs']
  # Permissions, with the outcome: what a patch made of a role is in the response alone.
  - level: RequestResponse
    verbs: ['create', 'update', 'patch']
    resources:
      - group: rbac.authorization.k8s.io
        resources: ['roles', 'clusterroles', 'rolebindings', 'clusterrolebindings']
  # Doors to the outside and to the API.
  - level: Request
    verbs: ['create', 'update', 'patch']
    resources:
      - group: ''
        resources: ['services']
      - group: networking.k8s.io
        resources: ['ingresses']
      - group: admissionregistration.k8s.io
      - group: certificates.k8s.io
  # Images that are pulled show up in events.
  - level: Request
    verbs: ['create', 'patch']
    resources:
      - group: ''
        resources: ['events']
  # Everything else by who, what and when: exec, reads of Secrets, denied requests, anonymous ones.
  - level: Metadata
`,
  forensic: `# Forensic: as much as can be kept without bringing credentials into the log.
#
# Our own. For clusters under investigation or under a duty to keep evidence. Expect ten times the bytes of a policy of
# metadata; watch the disk and the webhook's limits. Nothing is left out, health checks and leases neither.
apiVersion: audit.k8s.io/v1
kind: Policy
# Field ownership is half of a body and says nothing about who did what. Known since Kubernetes 1.23.
omitManagedFields: true
# Requests that were received and never ended show a crash, yet double the log: add the stage if that matters.
omitStages: ['RequestReceived']
rules:
  # Bodies of these hold credentials, so who did what is all that is written.
  - level: Metadata
    resources:
      - group: ''
        resources: ['secrets', 'configmaps', 'serviceaccounts/token']
      - group: authentication.k8s.io
        resources: ['tokenreviews']
  # OpenShift's and Rancher's own credentials.
  - level: Metadata
    resources:
      - group: oauth.openshift.io
      - group: route.openshift.io
        resources: ['routes']
      - group: management.cattle.io
        resources: ['tokens']
      - group: ext.cattle.io
        resources: ['tokens']
  # Reads change nothing; what they return is large.
  - level: Request
    verbs: ['get', 'list', 'watch']
  # Changes whole: what was asked for and what it became.
  - level: RequestResponse
    verbs: ['create', 'update', 'patch', 'delete', 'deletecollection']
  - level: Metadata
`,
  minimal: `# Minimal: who did what, when and from where, and no bodies.
#
# Our own. For clusters where the log has to stay small and may hold no contents of objects. Half of the published detections
# work on it; those that look into bodies, such as privileged containers, do not.
apiVersion: audit.k8s.io/v1
kind: Policy
# One event a request is enough: the one at its end.
omitStages: ['RequestReceived']
rules:
  # Requests that come in great numbers from the cluster itself. Who and what is named, so that nothing else is left out.
  - level: None
    userGroups: ['system:nodes']
    verbs: ['get', 'update']
    namespaces: ['kube-node-lease']
    resources:
      - group: coordination.k8s.io
        resources: ['leases']
  - level: None
    users: ['system:kube-controller-manager', 'system:kube-scheduler', 'system:apiserver']
    verbs: ['get', 'update']
    namespaces: ['kube-system']
    resources:
      - group: coordination.k8s.io
        resources: ['leases']
  - level: None
    users: ['system:kube-proxy']
    verbs: ['watch']
    resources:
      - group: ''
        resources: ['endpoints', 'services']
      - group: discovery.k8s.io
        resources: ['endpointslices']
  - level: None
    nonResourceURLs: ['/healthz*', '/livez*', '/readyz*', '/version']
  # Events report what happened; deleting them hides it, so deletions fall through.
  - level: None
    verbs: ['create', 'update', 'patch', 'get', 'list', 'watch']
    resources:
      - group: ''
        resources: ['events']
      - group: events.k8s.io
        resources: ['events']
  - level: Metadata
`,
  registered: `# Registered clusters: what ACK asks self-managed clusters to run with.
#
# The rules are those of the documentation of registered clusters, which differ from ACK's own in nothing but the
# apiVersion: it is audit.k8s.io/v1beta1 there. This is v1, which Kubernetes takes since 1.12 and takes alone since 1.24.
apiVersion: audit.k8s.io/v1
kind: Policy
# One event a request is enough: the one at its end.
omitStages: ['RequestReceived']
rules:
  # Traffic of the control plane with itself: often, and of no interest.
  - level: None
    users: ['system:kube-proxy']
    verbs: ['watch']
    resources:
      - group: ''
        resources: ['endpoints', 'services']
  - level: None
    users: ['system:unsecured'] # the insecure port, gone since Kubernetes 1.20
    namespaces: ['kube-system']
    verbs: ['get']
    resources:
      - group: ''
        resources: ['configmaps']
  - level: None
    users: ['kubelet'] # what kubelets were called before they had a name each
    verbs: ['get']
    resources:
      - group: ''
        resources: ['nodes']
  - level: None
    userGroups: ['system:nodes']
    verbs: ['get']
    resources:
      - group: ''
        resources: ['nodes']
  - level: None
    users:
      - system:kube-controller-manager
      - system:kube-scheduler
      - system:serviceaccount:kube-system:endpoint-controller
    verbs: ['get', 'update']
    namespaces: ['kube-system']
    resources:
      - group: ''
        resources: ['endpoints']
  - level: None
    users: ['system:apiserver']
    verbs: ['get']
    resources:
      - group: ''
        resources: ['namespaces']
  # Paths that anybody asks for all the time.
  - level: None
    nonResourceURLs: ['/healthz*', '/version', '/swagger*']
  - level: None
    resources:
      - group: ''
        resources: ['events']
  # Bodies of these hold credentials, so who did what is all that is written.
  - level: Metadata
    resources:
      - group: ''
        resources: ['secrets', 'configmaps']
      - group: authentication.k8s.io
        resources: ['tokenreviews']
  # What a read returns is large and is in etcd anyway.
  - level: Request
    verbs: ['get', 'list', 'watch']
    resources:
      - group: ''
      - group: 'admissionregistration.k8s.io'
      - group: 'apps'
      - group: 'authentication.k8s.io'
      - group: 'authorization.k8s.io'
      - group: 'autoscaling'
      - group: 'batch'
      - group: 'certificates.k8s.io'
      - group: 'extensions'
      - group: 'networking.k8s.io'
      - group: 'policy'
      - group: 'rbac.authorization.k8s.io'
      - group: 'settings.k8s.io'
      - group: 'storage.k8s.io'
  # Changes, with what was asked for and what came of it.
  - level: RequestResponse
    resources:
      - group: ''
      - group: 'admissionregistration.k8s.io'
      - group: 'apps'
      - group: 'authentication.k8s.io'
      - group: 'authorization.k8s.io'
      - group: 'autoscaling'
      - group: 'batch'
      - group: 'certificates.k8s.io'
      - group: 'extensions'
      - group: 'networking.k8s.io'
      - group: 'policy'
      - group: 'rbac.authorization.k8s.io'
      - group: 'settings.k8s.io'
      - group: 'storage.k8s.io'
  # Everything else: custom resources, newer groups, other paths.
  - level: Metadata
`,
};
