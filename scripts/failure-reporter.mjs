// A reporter of vitest that writes what failed, and the first lines of why, into the file `--outputFile.failures`,
// so that `npm test` can say it at its end: failed tests, hooks, files that do not load, and errors nobody caught.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const linesOfMessage = 8;
const linesOfDiff = 12;

/** @param {string | undefined} text @param {number} count */
function firstLines(text, count) {
  return text === undefined ? [] : stripVTControlCharacters(text).trimEnd().split('\n').slice(0, count);
}

/** @param {import('vitest').TestError} error @param {string} root */
function why(error, root) {
  const at = error.stacks?.[0];
  return [
    ...firstLines(error.message, linesOfMessage),
    ...firstLines(error.cause?.message, linesOfMessage),
    ...firstLines(error.diff, linesOfDiff),
    ...(at === undefined ? [] : [`at ${path.relative(root, at.file)}:${at.line}`]),
  ];
}

export default class FailureReporter {
  /** @param {import('vitest/node').Vitest} vitest */
  onInit(vitest) {
    const files = vitest.config.outputFile;
    this.file = typeof files === 'object' ? files.failures : undefined;
    this.root = vitest.config.root;
  }

  /**
   * @param {readonly import('vitest/node').TestModule[]} modules
   * @param {readonly import('vitest').SerializedError[]} uncaught
   */
  onTestRunEnd(modules, uncaught) {
    if (this.file === undefined) return;
    const failures = [];
    const add = (name, errors) => {
      if (errors.length > 0) failures.push({ name, why: errors.flatMap((error) => why(error, this.root)) });
    };
    for (const module of modules) {
      const file = `${module.project.name} ${module.relativeModuleId}`;
      add(file, module.errors());
      for (const suite of module.children.allSuites()) add(`${file} > ${suite.fullName}`, suite.errors());
      for (const test of module.children.allTests('failed')) add(`${file} > ${test.fullName}`, test.result().errors);
    }
    for (const error of uncaught) add('not caught by any test', [error]);
    writeFileSync(this.file, JSON.stringify(failures));
  }
}
