import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyOfLabel, labelKeys, labelOfKey } from '../../Gateway/wwwroot/js/data/labelKeys.js';

test('labelKeys: digits and letters are their own keys', () => {
  const keys = labelKeys(['7', 'a', 'B']);
  assert.deepEqual([labelOfKey(keys, '7'), labelOfKey(keys, 'A'), labelOfKey(keys, 'b'), labelOfKey(keys, '8')], ['7', 'a', 'B', undefined]);
});

test('labelOfKey: both cases are labels of their own', () => {
  const keys = labelKeys(['a', 'A']);
  assert.deepEqual([labelOfKey(keys, 'a'), labelOfKey(keys, 'A')], ['a', 'A']);
});

test('labelKeys: characters that are not on the keyboard get keys in class order', () => {
  const keys = labelKeys(['お', 'き', '1', 'す']);
  assert.deepEqual([keyOfLabel(keys, 'お'), keyOfLabel(keys, 'き'), keyOfLabel(keys, '1'), keyOfLabel(keys, 'す')], ['0', '2', '1', '3']);
});

test('labelKeys: more characters than keys leaves the rest without', () => {
  const labels = Array.from({ length: 49 }, (_, at) => String.fromCodePoint(0x3042 + at));
  const keys = labelKeys(labels);
  assert.equal(keys.size, 36);
  assert.equal(keyOfLabel(keys, labels[48]), undefined);
});

test('labelKeys: words have no key', () => {
  assert.equal(labelKeys(['cat', 'dog']).size, 0);
});
