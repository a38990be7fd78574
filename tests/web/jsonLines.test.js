import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonLines } from '../../Gateway/wwwroot/js/jsonLines.js';

async function read(...pieces) {
  const body = new ReadableStream({
    start(controller) {
      pieces.forEach((piece) => controller.enqueue(piece));
      controller.close();
    },
  });
  return Array.fromAsync ? Array.fromAsync(jsonLines(body)) : collect(jsonLines(body));
}

async function collect(lines) {
  const all = [];
  for await (const line of lines) {
    all.push(line);
  }

  return all;
}

const encode = (text) => new TextEncoder().encode(text);

test('jsonLines: objects come whole, wherever the network cut them', async () => {
  const bytes = encode('{"label":"お"}\n{"count":2}\n');
  assert.deepEqual(await read(bytes.slice(0, 11), bytes.slice(11, 12), bytes.slice(12)), [{ label: 'お' }, { count: 2 }]);
});

test('jsonLines: the last line needs no end, empty ones are passed over', async () => {
  assert.deepEqual(await read(encode('{"a":1}\n\n{"b":2}')), [{ a: 1 }, { b: 2 }]);
  assert.deepEqual(await read(), []);
});
