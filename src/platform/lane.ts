/** Runs tasks one after another, in the order they came. A task that fails does not stop the next. */
export interface Lane {
  run<T>(task: () => Promise<T>): Promise<T>;
}

/** Makes a lane with nothing in it. */
export function createLane(): Lane {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run: (task) => {
      const result = last.then(task);
      last = result.catch(() => undefined);
      return result;
    },
  };
}
