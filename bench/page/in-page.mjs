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

export function watchParts({ busy, limitMs }) {
  const waiting = new Map(Object.entries(busy));
  const begun = new Set();
  const times = {};
  let startedAt = 0;
  addEventListener('keydown', ({ timeStamp }) => (startedAt = timeStamp), { capture: true, once: true });
  const settled = new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`did not settle: ${[...waiting.keys()].join(', ')}`)), limitMs);
    const painted = (part) => {
      times[part] = performance.now() - startedAt;
      if (Object.keys(times).length < Object.keys(busy).length) return;
      clearTimeout(late);
      resolve(times);
    };
    const observer = new MutationObserver(() => {
      for (const [part, selector] of waiting) {
        if (document.querySelector(selector)) begun.add(part);
        else if (begun.has(part)) {
          waiting.delete(part);
          requestAnimationFrame(() => setTimeout(() => painted(part)));
        }
      }
      if (waiting.size === 0) observer.disconnect();
    });
    const attributeFilter = ['aria-busy', 'data-stale'];
    observer.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter });
  });
  return { settled };
}
