import assert from 'node:assert/strict';
import { test } from 'node:test';
import { base64, isReadable } from '../../Gateway/wwwroot/js/picture.js';

test('isReadable: what the service reads is sent as it is', () => {
  for (const type of ['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/bmp']) {
    assert.equal(isReadable({ type, size: 4_000_000 }, { width: 4096, height: 100 }), true, type);
  }
});

test('isReadable: other formats, and pictures beyond the limits of the service, are converted', () => {
  const size = { width: 100, height: 100 };
  assert.equal(isReadable({ type: 'image/avif', size: 1000 }, size), false);
  assert.equal(isReadable({ type: 'image/svg+xml', size: 1000 }, size), false);
  assert.equal(isReadable({ type: '', size: 1000 }, size), false);
  assert.equal(isReadable({ type: 'image/jpeg', size: 4_000_001 }, size), false);
  assert.equal(isReadable({ type: 'image/jpeg', size: 1000 }, { width: 100, height: 4097 }), false);
});

test('base64: every byte arrives, also beyond one block', async () => {
  const bytes = Uint8Array.from({ length: 70_000 }, (_, at) => at % 251);
  assert.deepEqual([...Buffer.from(await base64(new Blob([bytes])), 'base64')], [...bytes]);
});
