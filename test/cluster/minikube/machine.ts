import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Stage } from '../checks.ts';
import { apiserverReady, startApiserver, startNodes, stopAll } from '../control-plane.ts';
import type { Running } from '../processes.ts';
import { bundle } from '../whodunit.ts';

/** The folder of the node that minikube mounts into kube-apiserver. */
const mounted = '/etc/ssl/certs/';

/**
 * A computer with minikube, for somebody who follows a tutorial. minikube itself is a stand-in: what it is started with, the control plane of
 * this check is started with, and files that minikube would copy into its node stand where it would have copied them from.
 */
export interface Machine {
  /** Where the reader is. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** Does what minikube was asked to do since the last look. */
  obey(): Promise<void>;
  stop(): Promise<void>;
}

export function makeMachine({ bin, run }: Stage, server: string): Machine {
  const [home, programs, folder] = ['home', 'programs', 'reader'].map((name) => path.join(run, name)) as [
    string,
    string,
    string,
  ];
  const [calls, log] = [path.join(run, 'minikube-calls'), path.join(run, 'apiserver.log')];
  for (const name of [home, programs, folder]) mkdirSync(name);
  const program = (file: string, text: string): void => {
    writeFileSync(file, `#!/bin/bash\n${text}`);
    chmodSync(file, 0o755);
  };
  program(path.join(programs, 'minikube'), `printf '%s\\n' "$@" > ${calls}\n`);
  program(path.join(programs, 'kubectl'), kubectl(bin, log));
  program(path.join(folder, 'whodunit'), `exec ${process.execPath} ${bundle} "$@"\n`);
  const running: Running[] = [];

  async function start(flags: readonly string[]): Promise<void> {
    const files = path.join(home, '.minikube', 'files', mounted);
    const own = flags.map((flag) => flag.replace(mounted, files));
    running.push(startApiserver(bin, run, own, log));
    await apiserverReady(90);
    running.unshift(...(await startNodes(bin, run)));
  }

  async function stopCluster(): Promise<void> {
    await stopAll(running.splice(0));
    // The log of a container begins anew with it.
    rmSync(log, { force: true });
  }

  return {
    folder,
    env: {
      HOME: home,
      PATH: `${programs}:${process.env['PATH'] ?? ''}`,
      KUBECONFIG: path.join(run, 'admin.kubeconfig'),
      WHODUNIT_DATA: path.join(home, '.whodunit'),
      WHODUNIT_SERVER: server,
    },
    obey: async () => {
      if (!existsSync(calls)) return;
      const [command, ...options] = readFileSync(calls, 'utf8').trimEnd().split('\n');
      rmSync(calls);
      if (command === 'stop') return stopCluster();
      if (command !== 'start') throw new Error(`the tutorial calls "minikube ${command ?? ''}"`);
      await start(
        options.map((option) => {
          const [, flag] = /^--extra-config=apiserver\.(.+)$/.exec(option) ?? [];
          if (flag === undefined) throw new Error(`minikube is started with ${option}`);
          return `--${flag}`;
        }),
      );
    },
    stop: () => stopAll(running),
  };
}

/**
 * kubectl, but for two things: kube-apiserver is no pod here, so its log is a file; and hollow nodes run nothing, so what a command in a pod
 * would ask of kube-apiserver is asked beside it, with a token of that pod.
 */
function kubectl(bin: string, log: string): string {
  return `PATH=${bin}:$PATH
if [[ "$*" == logs*kube-apiserver-minikube ]]; then exec tail -n +1 -F ${log} 2>/dev/null; fi
if [[ "$1" == exec && "$*" == *curl* ]]; then
  uid=$(kubectl get pod "$2" -o jsonpath={.metadata.uid})
  account=$(kubectl get pod "$2" -o jsonpath={.spec.serviceAccountName})
  token=$(kubectl create token "$account" --bound-object-kind=Pod --bound-object-name="$2" --bound-object-uid="$uid")
  server=$(kubectl config view --minify -o jsonpath={.clusters[0].cluster.server})
  [[ "$*" =~ https://kubernetes.default.svc([^\\ ]*) ]] && curl -sk -H "Authorization: Bearer $token" "$server\${BASH_REMATCH[1]}"
fi
exec kubectl "$@"
`;
}
