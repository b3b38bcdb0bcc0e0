#!/usr/bin/env bash
# What releases since 1.30 add to a day: exec that succeeds, ephemeral containers, admission policies' annotations, bound tokens,
# certificate requests, objects so big that the webhook truncates their events, impersonation twice over.
# usage: KUBE_RUN=folder of the kubeconfigs newer.sh SALT
S=${1:-a}; cd ${KUBE_RUN:?}
k(){ u=$1; shift; kubectl --kubeconfig $u.kubeconfig --request-timeout=8s "$@" >/dev/null 2>&1; }
A=https://127.0.0.1:16443
k admin create ns pay-$S; k admin label ns pay-$S pod-security.kubernetes.io/audit=restricted pod-security.kubernetes.io/warn=baseline pod-security.kubernetes.io/enforce=privileged
k admin -n pay-$S create rolebinding devs --clusterrole=edit --group=devs
cat > vap-$S.yaml <<P
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: no-latest-$S}
spec:
  failurePolicy: Ignore
  matchConstraints: {resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]}
  validations: [{expression: "object.spec.containers.all(c, !c.image.endsWith(':latest'))", message: "no latest"}]
  auditAnnotations: [{key: image, valueExpression: "'image is ' + object.spec.containers[0].image"}]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: no-latest-$S}
spec: {policyName: no-latest-$S, validationActions: [Audit, Warn]}
P
k admin apply -f vap-$S.yaml; sleep 3
k alice -n pay-$S run shop --image=shop:latest; k alice -n pay-$S run db --image=postgres:16
cat > bad-$S.yaml <<P
apiVersion: v1
kind: Pod
metadata: {name: bad, namespace: pay-$S}
spec: {hostNetwork: true, hostPID: true, containers: [{name: c, image: alpine, securityContext: {privileged: true, capabilities: {add: [SYS_ADMIN]}}}]}
P
k bob create -f bad-$S.yaml; sleep 5
k alice -n pay-$S exec shop -- env; k bob -n pay-$S exec -it shop -- sh -c 'cat /etc/shadow; echo "日本語"'; k bob -n pay-$S exec db -- psql -c 'select 1'
k bob -n pay-$S debug shop --image=busybox --target=shop -- sh; k bob -n pay-$S debug node/node1 --image=busybox -- sh
timeout 3 kubectl --kubeconfig bob.kubeconfig -n pay-$S port-forward pod/db 15432:5432 >/dev/null 2>&1 & sleep 2; curl -s -m 1 http://127.0.0.1:15432/ >/dev/null; wait
k bob -n pay-$S cp /etc/hostname shop:/tmp/h; k bob -n pay-$S attach shop; k mallory -n pay-$S exec db -- id
# bound tokens: a pod's own, used from outside
UIDP=$(kubectl --kubeconfig admin.kubeconfig -n pay-$S get pod db -o jsonpath='{.metadata.uid}')
T=$(kubectl --kubeconfig admin.kubeconfig -n pay-$S create token default --bound-object-kind=Pod --bound-object-name=db --bound-object-uid=$UIDP --duration=20m)
for i in 1 2 3; do curl -sk $A/api/v1/namespaces/pay-$S/pods -H "Authorization: Bearer $T" -A 'python-requests/2.32' >/dev/null; curl -sk $A/api/v1/secrets -H "Authorization: Bearer $T" -A 'curl/8.5.0' >/dev/null; done
k admin -n pay-$S create token default --duration=8760h
curl -sk $A/apis/authorization.k8s.io/v1/selfsubjectrulesreviews -X POST -H "Authorization: Bearer $T" -H 'Content-Type: application/json' -d '{"kind":"SelfSubjectRulesReview","apiVersion":"authorization.k8s.io/v1","spec":{"namespace":"default"}}' >/dev/null
# certificate requests
openssl req -new -newkey rsa:2048 -nodes -keyout csr-$S.key -subj "/CN=eve/O=system:masters" -out csr-$S.pem 2>/dev/null
cat > csr-$S.yaml <<P
apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata: {name: eve-$S}
spec: {request: $(base64 -w0 csr-$S.pem), signerName: kubernetes.io/kube-apiserver-client, usages: [client auth]}
P
k admin create -f csr-$S.yaml; k admin certificate approve eve-$S; k alice create -f csr-$S.yaml
# big objects, conflicts, protection
head -c 60000 /dev/urandom | base64 -w0 > big-$S.txt; k admin -n pay-$S create configmap big --from-file=big=big-$S.txt; k admin -n pay-$S annotate configmap big touched=1
k admin -n pay-$S create deployment api --image=nginx --replicas=1; k admin -n pay-$S create pdb api --selector=app=api --min-available=1; sleep 4
P=$(kubectl --kubeconfig admin.kubeconfig -n pay-$S get pods -l app=api -o jsonpath='{.items[0].metadata.name}')
for i in 1 2; do curl -sk $A/api/v1/namespaces/pay-$S/pods/$P/eviction -X POST -H 'Authorization: Bearer tok-bob' -H 'Content-Type: application/json' -d "{\"kind\":\"Eviction\",\"apiVersion\":\"policy/v1\",\"metadata\":{\"name\":\"$P\",\"namespace\":\"pay-$S\"}}" >/dev/null; done
kubectl --kubeconfig admin.kubeconfig -n pay-$S get deploy api -o json | jq '.metadata.resourceVersion="1"|.spec.replicas=7' > stale-$S.json; k admin replace -f stale-$S.json
k admin -n pay-$S annotate deploy api blob="$(cat big-$S.txt)"; k admin -n pay-$S debug shop --image=busybox --target=shop -- sh
k admin -n pay-$S set serviceaccount deployment api builder; k admin -n pay-$S patch deploy api --type=strategic -p '{"spec":{"template":{"spec":{"containers":[{"name":"nginx","env":[{"name":"PASSWORD","value":"s3cr3t"}]}]}}}}'
# impersonation, twice over, and with a scope
k admin --as=system:serviceaccount:pay-$S:default --as-group=system:serviceaccounts -n pay-$S get secrets; k bob --as=alice@corp.example get ns; k alice --as=root get nodes
curl -sk $A/api/v1/namespaces -H 'Authorization: Bearer tok-admin' -H 'Impersonate-User: carol' -H 'Impersonate-Uid: u-1' -H 'Impersonate-Extra-reason: audit%20drill' -H 'Audit-ID: chosen-by-the-client' >/dev/null
curl -sk $A/api/v1/namespaces -H 'Authorization: Bearer tok-admin' -H 'Audit-ID: chosen-by-the-client' -H 'X-Forwarded-For: 203.0.113.9, 198.51.100.7' -H 'X-Real-Ip: 192.0.2.44' >/dev/null
curl -sk "$A/api/v1/nodes/node1/proxy/configz" -H 'Authorization: Bearer tok-admin' >/dev/null; curl -sk "$A/api/v1/namespaces/pay-$S/services/https:api:443/proxy/" -H 'Authorization: Bearer tok-bob' -m 3 >/dev/null; k admin top nodes
k admin -n pay-$S delete pods --all --grace-period=0 --force; k admin delete validatingadmissionpolicybinding no-latest-$S; k admin delete -f vap-$S.yaml; k admin delete csr eve-$S
k admin delete ns pay-$S --wait=false; sleep 6
