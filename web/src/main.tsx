/** Who signs in waits for the form alone: the rest of the page weighs three times as much. */
async function load(): Promise<void> {
  const isSignIn = location.pathname === '/sign-in';
  const { start } = await (isSignIn ? import('./shell/start-sign-in.tsx') : import('./shell/start-page.tsx'));
  await start();
}

void load();
