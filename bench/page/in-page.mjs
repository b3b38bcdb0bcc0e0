// What runs within the page, each function sent there by itself. Its types stand beside it, so that the benchmarks need not know the browser's.

export function whenTypable(selector) {
  return new Promise((resolve) => {
    const look = () => {
      const field = document.querySelector(selector);
      // This frame shows it: the time is taken when it is painted.
      if (field?.checkVisibility() && !field.disabled) setTimeout(() => resolve(performance.now()));
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}

export function watchParts({ busy, query, limitMs }) {
  const selectors = Object.entries(busy);
  const begun = new Set();
  const shownAt = new Map();
  let startedAt = 0;
  addEventListener('keydown', ({ timeStamp }) => (startedAt = timeStamp), { capture: true, once: true });
  const settled = new Promise((resolve, reject) => {
    const giveUp = () => reject(new Error(`only these have settled: ${[...shownAt.keys()].join(', ')}`));
    const late = setTimeout(giveUp, limitMs);
    const observer = new MutationObserver(() => {
      for (const [part, selector] of selectors) {
        if (document.querySelector(selector)) {
          begun.add(part);
          // What it has shown meanwhile was of another question.
          shownAt.delete(part);
        } else if (begun.has(part) && !shownAt.has(part)) shownAt.set(part, performance.now() - startedAt);
      }
      if (shownAt.size < selectors.length || new URLSearchParams(location.search).get('q') !== query) return;
      observer.disconnect();
      clearTimeout(late);
      const parts = Object.fromEntries(shownAt);
      requestAnimationFrame(() => setTimeout(() => resolve({ parts, all: performance.now() - startedAt })));
    });
    const attributeFilter = ['aria-busy', 'data-stale'];
    observer.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter });
  });
  return { settled };
}
