// Holds manifests against Kubernetes' own schemas: node validate.mjs NODE_MODULES FILE…
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, ...files] = process.argv.slice(2);
const require = createRequire(join(modules, 'any.js'));
const { parseAllDocuments } = require('yaml');

// The schemas let pass what they do not know; a validator asks for every member that it knows, and so what it never asks for is unknown.
function watched(value, path, unasked) {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((one, i) => watched(one, `${path}[${i}]`, unasked));
  const names = Object.keys(value);
  names.forEach(name => unasked.add(`${path}.${name}`));
  const inner = Object.fromEntries(names.map(name => [name, watched(value[name], `${path}.${name}`, unasked)]));
  return new Proxy(inner, {
    get: (target, name) => { unasked.delete(`${path}.${String(name)}`); return target[name]; },
    // A map of names that anyone may choose.
    ownKeys: target => { names.forEach(name => unasked.delete(`${path}.${name}`)); return Reflect.ownKeys(target); },
  });
}

let bad = 0;
let checked = 0;
for (const file of files) {
  for (const document of parseAllDocuments(readFileSync(file, 'utf8'))) {
    const { apiVersion, kind, metadata } = document.toJS();
    const [version, group] = apiVersion.split('/').reverse();
    const schema = await import(pathToFileURL(schemaOf(group, version, kind)));
    const unasked = new Set();
    const problems = schema.validate(watched(document.toJS(), '', unasked)) ? [] : schema.validate.errors.map(one => `${one.instancePath} ${one.message ?? JSON.stringify(one)}`);
    problems.push(...[...unasked].map(name => `${name} is unknown`));
    for (const problem of problems) console.log(`${file}: ${kind} ${metadata?.name}: ${problem}`);
    bad += problems.length;
    checked++;
  }
}
console.log(`${checked} checked`);
process.exit(bad > 0 ? 1 : 0);

function schemaOf(group, version, kind) {
  const karpenter = join(modules, '@kubernetes-models/karpenter/_schemas');
  if (group === 'karpenter.sh') return join(karpenter, `IoK8sSigsKarpenterPkgApis${version[0].toUpperCase()}${version.slice(1)}${kind}.js`);
  if (group === 'karpenter.k8s.aws') return join(karpenter, `ComGithubAwsKarpenterProviderAwsPkgApis${version[0].toUpperCase()}${version.slice(1)}${kind}.js`);
  const folder = join(modules, 'kubernetes-models/_schemas');
  const word = text => text[0].toUpperCase() + text.slice(1);
  const name = group?.split('.')[0] ?? 'core';
  return join(folder, `IoK8sApi${word(name)}${word(version)}${kind}.js`);
}
