// Does what the setup of a cluster says, as somebody does who copies from the page and pastes into a terminal.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Browser, Locator, Page } from 'playwright-core';
import { type OpenPage, openPage, signIn } from './open-page.ts';
import type { TestServer } from './server.ts';

const run = promisify(execFile);
const bundle = path.resolve(import.meta.dirname, '../../../dist/cli.js');

/** What came of the steps. */
export interface Followed {
  /** What kube-apiserver is to be started with. */
  readonly flags: readonly string[];
  /** Runs the agent until everything is sent, and gives what it prints; undefined where no step is about it. */
  readonly sendLog: (() => Promise<string>) | undefined;
}

/** Opens the page, signed in and with a clipboard. */
export async function openForSetup(browser: Browser, server: TestServer): Promise<OpenPage> {
  const opened = await openPage(browser, server, 1280);
  await opened.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await signIn(opened.page, server);
  return opened;
}

/** Adds a cluster in the dialog, which leads to its setup. */
export async function addCluster(page: Page, { url }: TestServer, name: string): Promise<void> {
  await page.goto(`${url}/clusters`);
  await page.getByRole('button', { name: 'Add cluster' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill(name);
  await page.keyboard.press('Enter');
  await page.waitForURL(({ pathname }) => pathname === `/clusters/${name}/setup`);
  await page.getByText('Waiting for the first event').waitFor();
}

/** Copies and runs each step of the page; the files of the node are below `root`. The page must be allowed to write to the clipboard. */
export async function followSetup(page: Page, root: string): Promise<Followed> {
  let flags: readonly string[] = [];
  let agent: string | undefined;
  for (const step of await page.locator('li:has(> h3)').all()) {
    const title = await step.locator('h3').innerText();
    for (const file of await step.locator('details').all()) {
      await file.locator('summary').click();
      await shell(await copied(page, file.getByRole('button', { name: 'Copy as a command' })), root);
      await file.locator('summary').click();
    }
    const block = step.locator('figure');
    if ((await block.count()) === 0) continue;
    const commands = await copied(page, block.getByRole('button', { name: 'Copy' }));
    if (title.startsWith('Add the flags')) flags = at(root, commands).trim().split('\n');
    else if (title.startsWith('Send the log')) agent = commands;
    else if (!title.startsWith('Restart')) await shell(commands, root);
  }
  const command = agent;
  return { flags, sendLog: command === undefined ? undefined : () => shell(`${command} --once`, root) };
}

async function copied(page: Page, button: Locator): Promise<string> {
  await button.click();
  // As text: this is also compiled without a browser's types.
  return page.evaluate<string>('navigator.clipboard.readText()');
}

/** The same command for a node whose files are below a folder. */
function at(root: string, commands: string): string {
  return commands.replaceAll(/(?<![\w.-])\/(etc|var)\//g, `${root}/$1/`);
}

async function shell(commands: string, root: string): Promise<string> {
  const words = `sudo() { "$@"; }\nwhodunit() { '${process.execPath}' '${bundle}' "$@"; }\n`;
  const { stdout } = await run('bash', ['-euc', words + at(root, commands)], { cwd: root, encoding: 'utf8' });
  return stdout;
}
