// Reads a list of objects as JSON from standard input and writes the list of their faults: whatever the schema of their kind forbids, and
// every field that it does not know.
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';

const require = createRequire(import.meta.url);

function modelOf({ apiVersion, kind }) {
  try {
    return require(`kubernetes-models/${apiVersion}/${kind}`)[kind];
  } catch {
    return undefined;
  }
}

// The schemas let unknown fields pass, but look at those only that they know.
function watched(value, path, unread) {
  if (typeof value !== 'object' || value === null) {
    return value;
  }

  const copy = Array.isArray(value) ? [] : {};
  for (const [key, child] of Object.entries(value)) {
    const childPath = `${path}/${key}`;
    copy[key] = watched(child, childPath, unread);
    unread.add(childPath);
  }

  const read = (key) => unread.delete(`${path}/${String(key)}`);
  return new Proxy(copy, {
    get: (target, key) => (read(key), target[key]),
    has: (target, key) => (read(key), key in target),
  });
}

function faultsOf(object) {
  const name = `${object.kind} ${object.metadata?.name}`;
  const Model = modelOf(object);
  if (!Model) {
    return [`${name}: there is no ${object.apiVersion} ${object.kind}`];
  }

  const unread = new Set();
  // The model would copy what it is given; its prototype validates any object.
  const document = watched(object, '', unread);
  try {
    Model.prototype.validate.call(document);
  } catch (error) {
    return [`${name}: ${error.message}`];
  }

  return [...unread].map((path) => `${name}: unknown field ${path}`);
}

const objects = JSON.parse(await text(process.stdin));
console.log(JSON.stringify(objects.flatMap(faultsOf)));
