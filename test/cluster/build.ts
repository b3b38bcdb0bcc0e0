import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The release that the control plane is built from, and the etcd that goes with it. */
export const kubernetesVersion = '1.36.3';
const etcdVersion = '3.6.16';

/** The programs of a control plane, by package of the build. */
const programs = {
  apiserver: 'kube-apiserver',
  controllermanager: 'kube-controller-manager',
  scheduler: 'kube-scheduler',
  kubectl: 'kubectl',
  kubemark: 'kubemark',
} as const;

/**
 * Builds kube-apiserver, controller-manager, scheduler, kubectl, hollow kubelets and etcd from Go modules, and gives the folder of
 * their binaries. Needs Go 1.26; six minutes on two cores the first time, nothing afterwards.
 */
export async function buildControlPlane(cache: string): Promise<string> {
  const bin = path.join(cache, 'bin');
  const stamp = path.join(bin, `.built-${kubernetesVersion}-${etcdVersion}`);
  if (existsSync(stamp)) return bin;
  process.stderr.write(`building Kubernetes ${kubernetesVersion} and etcd ${etcdVersion} from Go modules ...\n`);
  const source = path.join(cache, 'src');
  mkdirSync(bin, { recursive: true });
  mkdirSync(source, { recursive: true });
  const kubernetes = await moduleFolder(source, `k8s.io/kubernetes@v${kubernetesVersion}`);
  await writeCriClient(cache, source);
  writeFileSync(path.join(source, 'go.mod'), goModule(readFileSync(path.join(kubernetes, 'go.mod'), 'utf8')));
  writeMains(source, kubernetes);
  await go(source, 'mod', 'tidy');
  for (const [folder, program] of Object.entries(programs)) {
    process.stderr.write(`building ${program} ...\n`);
    await go(source, 'build', '-ldflags', linkerFlags(), '-o', path.join(bin, program), `./${folder}`);
  }
  await buildEtcd(cache, bin);
  writeFileSync(stamp, '');
  return bin;
}

/** The version that kube-apiserver reports; without it, it takes itself for a development build. */
function linkerFlags(): string {
  const [major = '', minor = ''] = kubernetesVersion.split('.');
  const values = { gitVersion: `v${kubernetesVersion}`, gitMajor: major, gitMinor: minor };
  const settings = Object.entries(values).map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`);
  return `-s -w ${settings.join(' ')}`;
}

/** Kubernetes' own modules are replaced by folders of its repository; published, they carry the version 0.x. */
function goModule(kubernetesModule: string): string {
  const staging = kubernetesVersion.replace(/^1\./, '0.');
  const names = [...kubernetesModule.matchAll(/^\t(k8s\.io\/[a-z-]+) => \.\/staging/gm)].map((match) => match[1] ?? '');
  const replacements = names.map((name) =>
    name === 'k8s.io/cri-client' ? `\t${name} => ../cri-client` : `\t${name} => ${name} v${staging}`,
  );
  return `module whodunit.test/controlplane\n\ngo 1.26.0\n\nrequire k8s.io/kubernetes v${kubernetesVersion}\n\nreplace (\n${replacements.join('\n')}\n)\n`;
}

/** A copy of the hollow kubelets' container runtime that answers exec, attach and port-forward. */
async function writeCriClient(cache: string, source: string): Promise<void> {
  const staging = kubernetesVersion.replace(/^1\./, '0.');
  const copy = path.join(cache, 'cri-client');
  rmSync(copy, { recursive: true, force: true });
  cpSync(await moduleFolder(source, `k8s.io/cri-client@v${staging}`), copy, { recursive: true });
  await run('chmod', ['-R', 'u+w', copy], cache);
  const runtime = path.join(copy, 'pkg/fake/fake_runtime.go');
  const text = ['Exec', 'Attach', 'PortForward'].reduce(
    (rest, call) => replaceOnce(rest, `return f.RuntimeService.${call}(ctx, req)`, `return stream().Get${call}(req)`),
    readFileSync(runtime, 'utf8'),
  );
  writeFileSync(runtime, text);
  cpSync(path.join(import.meta.dirname, 'kubelet-stream.go.txt'), path.join(copy, 'pkg/fake/stream.go'));
}

function writeMains(source: string, kubernetes: string): void {
  const write = (folder: string, name: string, text: string): void => {
    mkdirSync(path.join(source, folder), { recursive: true });
    writeFileSync(path.join(source, folder, name), text);
  };
  const components = {
    apiserver: ['kube-apiserver', 'APIServer'],
    controllermanager: ['kube-controller-manager', 'ControllerManager'],
    scheduler: ['kube-scheduler', 'Scheduler'],
  } as const;
  for (const [folder, [command, name]] of Object.entries(components))
    write(folder, 'main.go', componentMain(command, name));
  write('kubectl', 'main.go', kubectlMain);
  write('kubemark', 'main.go', kubemarkMain);
  const hollow = readFileSync(path.join(kubernetes, 'cmd/kubemark/app/hollow_node.go'), 'utf8');
  write('kubemark', 'hollow_node.go', servingOverTls(hollow));
}

function componentMain(command: string, name: string): string {
  return `package main

import (
	"os"
	_ "time/tzdata"

	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/logs/json/register"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	"k8s.io/kubernetes/cmd/${command}/app"
)

func main() { os.Exit(cli.Run(app.New${name}Command())) }
`;
}

const kubectlMain = `package main

import (
	"k8s.io/component-base/cli"
	"k8s.io/kubectl/pkg/cmd"
	"k8s.io/kubectl/pkg/cmd/util"
)

func main() {
	if err := cli.RunNoErrOutput(cmd.NewDefaultKubectlCommand()); err != nil {
		util.CheckErr(err)
	}
}
`;

const kubemarkMain = `package main

import (
	"os"

	"k8s.io/component-base/cli"
)

func main() { os.Exit(cli.Run(NewHollowNodeCommand())) }
`;

/** kube-apiserver calls kubelets over TLS; the hollow one serves plain http as it comes. */
function servingOverTls(hollow: string): string {
  const inMain = replaceOnce(hollow, 'package app', 'package main');
  const imported = replaceOnce(inMain, 'import (', 'import (\n\tkubeletapp "k8s.io/kubernetes/cmd/kubelet/app"');
  const setup = `		kubelet := hollowKubelet
		kubelet.KubeletFlags.CertDirectory = kubelet.KubeletFlags.RootDirectory
		kubelet.KubeletConfiguration.TLSCertFile, kubelet.KubeletConfiguration.TLSPrivateKeyFile = "", ""
		if kubelet.KubeletDeps.TLSOptions, err = kubeletapp.InitializeTLS(ctx, kubelet.KubeletFlags, kubelet.KubeletConfiguration); err != nil {
			return err
		}
`;
  return replaceOnce(imported, '\t\thollowKubelet.Run(ctx)\n', `${setup}\t\thollowKubelet.Run(ctx)\n`);
}

async function buildEtcd(cache: string, bin: string): Promise<void> {
  process.stderr.write('building etcd ...\n');
  const folder = path.join(cache, 'etcd');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'go.mod'), 'module whodunit.test/etcd\n\ngo 1.26.0\n');
  const main =
    'package main\n\nimport (\n\t"os"\n\n\t"go.etcd.io/etcd/server/v3/etcdmain"\n)\n\nfunc main() { etcdmain.Main(os.Args) }\n';
  writeFileSync(path.join(folder, 'main.go'), main);
  await go(folder, 'get', `go.etcd.io/etcd/server/v3@v${etcdVersion}`);
  await go(folder, 'mod', 'tidy');
  await go(folder, 'build', '-ldflags', '-s -w', '-o', path.join(bin, 'etcd'), '.');
}

async function moduleFolder(cwd: string, module: string): Promise<string> {
  const said: unknown = JSON.parse(await go(cwd, 'mod', 'download', '-json', module));
  if (typeof said === 'object' && said !== null && 'Dir' in said && typeof said.Dir === 'string') return said.Dir;
  throw new Error(`cannot download "${module}": Go names no folder`);
}

/** Runs Go with the lowest priority, one package at a time: a build may run beside other work. */
function go(cwd: string, ...args: string[]): Promise<string> {
  const flags = `${process.env['GOFLAGS'] ?? ''} -mod=mod -buildvcs=false -p=1`.trim();
  return run('nice', ['-n', '19', 'go', ...args], cwd, { GOFLAGS: flags, GOTOOLCHAIN: 'local', GOWORK: 'off' });
}

function run(program: string, args: readonly string[], cwd: string, env: Record<string, string> = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(stdout);
      else reject(new Error(`cannot run "${program} ${args.slice(0, 6).join(' ')}": ${stderr.slice(-4000)}`));
    });
  });
}

function replaceOnce(text: string, old: string, next: string): string {
  if (!text.includes(old))
    throw new Error(`cannot patch Kubernetes ${kubernetesVersion}: it does not hold "${old.trim()}"`);
  return text.replace(old, () => next);
}
