// Runs ONNX files with onnxruntime: node run.js <folder>.
// cases.json in the folder lists {name, shape: [height, width, channels], count}. For each, <name>.images holds the pictures as
// bytes, rows first and channels innermost, and <name>.onnx the model. Writes <name>.probabilities, little-endian 32-bit floats.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';

const folder = process.argv[2];
const batchSizes = [1, 3, 64];

// Values from 0 to 1 as [N, channels, height, width], for models that want their input prepared.
function prepare(pixels, count, [height, width, channels]) {
  const values = new Float32Array(pixels.length);
  const area = height * width;
  for (let image = 0; image < count; image++) {
    for (let place = 0; place < area; place++) {
      for (let channel = 0; channel < channels; channel++) {
        values[(image * channels + channel) * area + place] = pixels[(image * area + place) * channels + channel] / 255;
      }
    }
  }
  return new ort.Tensor('float32', values, [count, channels, height, width]);
}

for (const { name, shape, count } of JSON.parse(readFileSync(join(folder, 'cases.json')))) {
  const images = readFileSync(join(folder, `${name}.images`));
  const session = await ort.InferenceSession.create(join(folder, `${name}.onnx`), { intraOpNumThreads: 1, logSeverityLevel: 3 });
  const [input] = session.inputNames;
  const size = shape.reduce((product, length) => product * length);
  const pieces = [];
  for (let start = 0, turn = 0; start < count; turn++) {
    const batch = Math.min(batchSizes[Math.min(turn, batchSizes.length - 1)], count - start);
    const pixels = new Uint8Array(images.subarray(start * size, (start + batch) * size));
    const tensor = input === 'pixels' ? new ort.Tensor('uint8', pixels, [batch, ...shape]) : prepare(pixels, batch, shape);
    const { probabilities } = await session.run({ [input]: tensor });
    if (probabilities.dims[0] !== batch) {
      throw new Error(`${name} answers ${probabilities.dims} for a batch of ${batch}`);
    }
    pieces.push(Buffer.from(probabilities.data.buffer, probabilities.data.byteOffset, probabilities.data.byteLength));
    start += batch;
  }
  writeFileSync(join(folder, `${name}.probabilities`), Buffer.concat(pieces));
  await session.release();
}
