// The seed network in onnxruntime, as the benchmark's rival. See Rival.cs for what it reads and writes.
// node onnxruntime_seed.mjs <model.onnx> <folder with node_modules>; the model takes floats [N, 1, 28, 28].
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const [path, folder] = process.argv.slice(2);
const model = readFileSync(path);
const require = createRequire(join(resolve(folder), 'package.json'));
const ort = require('onnxruntime-node');
const { version } = require('onnxruntime-node/package.json');

const sessions = new Map();

async function session(threads) {
  if (!sessions.has(threads)) {
    sessions.set(threads, await ort.InferenceSession.create(model, {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: 'all',
      logSeverityLevel: 3,
    }));
  }
  return sessions.get(threads);
}

// The images are floats already, so its round has less to do than ours.
function images(batch) {
  const values = Float32Array.from({ length: batch * 784 }, (_, i) => ((i * 7919) % 256) / 255);
  return new ort.Tensor('float32', values, [batch, 1, 28, 28]);
}

async function medianMicroseconds(batch, threads, seconds) {
  const network = await session(threads);
  const feed = { [network.inputNames[0]]: images(batch) };
  const durations = [];
  const begun = performance.now();
  while (durations.length < 5 || performance.now() - begun < seconds * 1000) {
    const started = performance.now();
    await network.run(feed);
    durations.push(performance.now() - started);
  }
  return durations.sort((a, b) => a - b)[durations.length >> 1] * 1000;
}

console.log(`onnxruntime-node ${version}`);
for await (const line of createInterface({ input: process.stdin })) {
  const [, batch, threads, seconds] = line.split(' ').map(Number);
  console.log(await medianMicroseconds(batch, threads, seconds));
}
process.exit(0);
