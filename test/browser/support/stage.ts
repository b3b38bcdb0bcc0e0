import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { launchBrowser } from './browser.ts';
import { type OpenPage, openPage, signIn } from './open-page.ts';
import { type ServerOptions, startServer, type TestServer } from './server.ts';

/** A look of the page: how wide it is, and what its reader prefers. */
type Look = readonly [width?: number, language?: string, scheme?: 'light' | 'dark'];

/** What the tests of a file share: a server with recorded events, and a browser. */
export interface Stage {
  readonly server: TestServer;
  readonly browser: Browser;
  /** Opens the page at the sign-in. */
  open(...look: Look): Promise<OpenPage>;
  /** Opens the page, signed in as the first user. */
  signedIn(...look: Look): Promise<OpenPage>;
}

export interface StageOptions extends ServerOptions {
  /** Adds to the server what the tests of the file look at. */
  readonly prepare?: (server: TestServer) => Promise<unknown>;
}

/** Has server and browser started before the tests of the file, and ended after them. */
export function createStage({ prepare, ...options }: StageOptions = {}): Stage {
  let started: { readonly server: TestServer; readonly browser: Browser } | undefined;
  beforeAll(async () => {
    const [server, browser] = await Promise.all([startServer(options), launchBrowser()]);
    started = { server, browser };
    await prepare?.(server);
  });
  afterAll(async () => {
    await started?.browser.close();
    await started?.server.stop();
  });

  function running() {
    if (!started) throw new Error('server and browser are there within tests alone');
    return started;
  }

  const open: Stage['open'] = (width = 1280, language = 'en', scheme = 'light') => {
    const { browser, server } = running();
    return openPage(browser, server, width, language, scheme);
  };
  return {
    get server() {
      return running().server;
    },
    get browser() {
      return running().browser;
    },
    open,
    async signedIn(...look) {
      const opened = await open(...look);
      await signIn(opened.page, running().server);
      return opened;
    },
  };
}
