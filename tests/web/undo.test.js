import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeInWords, undoOf } from '../../Gateway/wwwroot/js/data/undo.js';

const made = (version, parent) => ({ version, versions: [{ version, parent }] });

test('undoOf: the version before is restored', () => {
  assert.deepEqual(undoOf('a', made('b', 'a')), { restore: 'a' });
});

test('undoOf: what someone else stored in between stays', () => {
  assert.deepEqual(undoOf('a', made('c', 'b')), { restore: 'b' });
});

test('undoOf: a data set that was not there is removed', () => {
  assert.deepEqual(undoOf(undefined, made('b', '')), { remove: true });
});

test('undoOf: one that was there is never removed', () => {
  assert.deepEqual(undoOf('a', made('b', '')), { restore: 'a' });
});

test('undoOf: nothing has changed, so there is nothing to undo', () => {
  assert.equal(undoOf('b', made('b', 'a')), null);
  assert.equal(undoOf('a', { version: 'b', versions: [] }), null);
});

test('changeInWords: names what changed', () => {
  assert.equal(changeInWords({ added: 1200, removed: 1, relabeled: 2, parent: 'a' }), '1,200 added, 1 removed, 2 relabelled');
  assert.equal(changeInWords({ added: 0, removed: 0, relabeled: 0, parent: 'a' }), 'Same samples and labels');
});
