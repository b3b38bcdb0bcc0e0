// Runs before the first paint, so that a page in the chosen colours never flashes in the others.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem('whodunit.color-scheme');
  } catch {
    // Storage may be forbidden; then the system's preference holds.
  }
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
