#!/usr/bin/env bash
# A working day: rollouts, debugging, a service account's token gone astray, an escalation, housekeeping.
# usage: KUBE_RUN=folder of the kubeconfigs, LOOPS=n work.sh SALT
S=${1:-a}; cd ${KUBE_RUN:?}
k(){ u=$1; shift; kubectl --kubeconfig $u.kubeconfig --request-timeout=8s "$@" >/dev/null 2>&1; }
A=https://127.0.0.1:16443
k admin create ns prod; k admin create ns team-$S; k admin create ns scratch
k admin create clusterrole dev-$S --verb=get,list,watch,create,update,patch,delete --resource=pods,deployments.apps,services,configmaps,jobs.batch,cronjobs.batch,pods/exec,pods/log,pods/portforward
k admin create rolebinding devs -n prod --clusterrole=dev-$S --group=devs
k admin create rolebinding devs -n team-$S --clusterrole=dev-$S --group=devs
k admin create clusterrolebinding ci-edit --clusterrole=edit --user=ram-user-240112
k admin create secret generic very-secure --from-literal=user=admin
k admin create secret generic db-$S -n prod --from-literal=password=hunter2
k admin create configmap controller-config -n kube-system --from-literal=a=b
k admin create sa very-crazy-sa
cat > pod-$S.yaml <<P
apiVersion: v1
kind: Pod
metadata: {name: accessor, labels: {run: accessor}}
spec: {serviceAccountName: very-crazy-sa, containers: [{name: accessor, image: nginx}]}
P
k admin create -f pod-$S.yaml
for d in web api worker; do k ci create deployment $d -n prod --image=registry.corp.example/$d:1.4.2 --replicas=2; done
k ci -n prod expose deployment web --port=80 --type=NodePort
k ci -n prod create cronjob report-$S --image=busybox --schedule='*/1 * * * *' -- /bin/true
k ci -n prod create job once-$S --image=busybox -- /bin/sh -c 'sleep 1'
sleep 6
P=$(kubectl --kubeconfig admin.kubeconfig -n prod get pods -l app=web -o jsonpath='{.items[0].metadata.name}')
k alice -n prod get pods; k alice -n prod get pods -o wide; k alice -n prod logs $P; k alice -n prod describe pod $P
k alice -n prod exec $P -- /bin/sh -c 'cat /var/run/secrets/kubernetes.io/serviceaccount/token'
k bob -n prod exec $P -- ls -la /etc; k bob -n prod port-forward pod/$P 18080:80 & sleep 2; kill %1 2>/dev/null
k bob -n prod scale deployment api --replicas=5; k bob -n prod set image deployment/worker worker=registry.corp.example/worker:1.5.0
k bob -n prod rollout restart deployment/web; k bob -n prod rollout undo deployment/worker
k alice get secrets -A; k alice -n prod get secret db-$S; k mallory get secrets -A; k mallory get pods -A; k mallory auth can-i --list; k mallory auth can-i create pods
k mallory -n kube-system get secrets; k mallory create clusterrolebinding pwn --clusterrole=cluster-admin --user=mallory@corp.example
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do k mallory -n ns$i get configmaps; done
for p in / /version /healthz /api /apis /metrics /openapi/v2 /logs/; do curl -sk $A$p >/dev/null; curl -sk $A$p -H 'Authorization: Bearer bad-token' >/dev/null; done
curl -sk $A/api/v1/namespaces/default/secrets -A 'kube-hunter' >/dev/null; curl -sk $A/api/v1/namespaces/default/secrets -A 'python-requests/2.31' -H 'Authorization: Bearer tok-alice' >/dev/null
curl -sk "$A/api/v1/namespaces/prod/pods/$P/exec?command=sh&command=-c&command=curl%20http%3A%2F%2F169.254.169.254%2Flatest%2Fmeta-data&stdin=true&stdout=true&tty=false" -H 'Authorization: Bearer tok-alice' -H 'Connection: Upgrade' -H 'Upgrade: websocket' -H 'Sec-WebSocket-Version: 13' -H 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==' -H 'Sec-WebSocket-Protocol: v4.channel.k8s.io' --http1.1 -m 3 >/dev/null
# impersonation, admin becomes alice; then an escalation by a careless admin
k admin --as=alice@corp.example --as-group=devs -n prod get pods; k admin --as=system:serviceaccount:kube-system:default get secrets -A
k admin create clusterrolebinding oops-$S --clusterrole=cluster-admin --serviceaccount=scratch:default
k admin create clusterrole star-$S --verb='*' --resource='*'
cat > priv-$S.yaml <<P
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: node-agent-$S, namespace: scratch}
spec:
  selector: {matchLabels: {a: b}}
  template:
    metadata: {labels: {a: b}}
    spec: {hostPID: true, hostNetwork: true, containers: [{name: x, image: alpine, securityContext: {privileged: true}, volumeMounts: [{name: h, mountPath: /host}]}], volumes: [{name: h, hostPath: {path: /}}]}
P
k admin apply -f priv-$S.yaml; k admin apply -f priv-$S.yaml --server-side --force-conflicts
cat > svc-$S.yaml <<P
apiVersion: v1
kind: Service
metadata: {name: ext-$S, namespace: team-$S}
spec: {selector: {app: x}, ports: [{port: 443}], externalIPs: [203.0.113.7]}
P
k alice create -f svc-$S.yaml
cat > crd-$S.yaml <<P
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: aliyunlogconfigs.log.alibabacloud.com}
spec:
  group: log.alibabacloud.com
  names: {plural: aliyunlogconfigs, singular: aliyunlogconfig, kind: AliyunLogConfig}
  scope: Namespaced
  versions: [{name: v1alpha1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}]
P
k admin apply -f crd-$S.yaml; sleep 2
cat > cr-$S.yaml <<P
apiVersion: log.alibabacloud.com/v1alpha1
kind: AliyunLogConfig
metadata: {name: k8s-audit-$S, namespace: kube-system}
spec: {logstore: audit-c1}
P
k admin create -f cr-$S.yaml; k admin -n kube-system get aliyunlogconfigs; k admin -n kube-system patch aliyunlogconfigs k8s-audit-$S --type=merge -p '{"spec":{"logstore":"audit-c2"}}'; k admin -n kube-system delete aliyunlogconfigs k8s-audit-$S
k alice -n prod create configmap app-$S --from-literal=k=v; k alice -n prod create configmap app-$S --from-literal=k=v
k alice -n prod patch deployment web --type=json -p '[{"op":"replace","path":"/spec/replicas","value":3}]'
k alice -n prod annotate deployment web note="with \"quotes\", back\\slash and 日本語 — ünïcode"
k alice -n prod delete pod $P; k bob -n prod delete pods -l app=api; k bob -n prod delete deployment worker --dry-run=server
kubectl --kubeconfig admin.kubeconfig create token 2>/dev/null; curl -sk $A/api/v1/namespaces/default/serviceaccounts/very-crazy-sa/token -X POST -H 'Authorization: Bearer tok-admin' -H 'Content-Type: application/json' -d '{"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{"audiences":["https://kubernetes.default.svc"]}}' -o tr-$S.json
T=$(jq -r .status.token tr-$S.json); for i in 1 2 3; do curl -sk $A/api/v1/namespaces/default/pods -H "Authorization: Bearer $T" -A 'accessor/1.0' >/dev/null; curl -sk $A/api/v1/secrets -H "Authorization: Bearer $T" -A 'accessor/1.0' >/dev/null; done
curl -sk $A/api/v1/namespaces/default/pods -X POST -H 'Authorization: Bearer tok-admin' -H 'Content-Type: application/json' -d '{"kind":"Pod","spec":}' >/dev/null
k admin cordon node2; k admin drain node2 --ignore-daemonsets --delete-emptydir-data --force --timeout=5s; k admin uncordon node2
k admin taint nodes node1 x=y:PreferNoSchedule; k admin label node node1 disk=ssd
k bob -n prod run debug-$S --image=busybox --restart=Never -- sleep 1d; sleep 3; k bob -n prod attach debug-$S; k bob -n prod cp /etc/hostname debug-$S:/tmp/x
k admin -n scratch create ingress none 2>/dev/null; k admin create pdb x 2>/dev/null; k admin -n prod autoscale deployment web --max=4
k admin get events -A; k admin -n prod delete events --all; k admin get pods -A --watch --request-timeout=3s
k admin delete ns team-$S --wait=false; k admin delete ns scratch --wait=false
k admin delete clusterrolebinding oops-$S; k admin delete clusterrole star-$S
sleep 5
for i in $(seq 1 ${LOOPS:-15}); do for u in alice bob ci admin; do k $u -n prod get pods; k $u -n prod get deploy,svc,cm; done; k mallory -n prod get secret db-$S; k ci -n prod set env deployment/web N=$i; k ci -n prod annotate deployment web run=$i --overwrite; done
