import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freeName, isName, suggestName } from '../../Gateway/wwwroot/js/data/datasetName.js';

test('suggestName: what the files are called, as a name may be', () => {
  assert.equal(suggestName(['t10k-labels-idx1-ubyte.gz', 'train-images-idx3-ubyte.gz']), 'mnist');
  assert.equal(suggestName(['My Digits (2).zip']), 'my-digits-2');
  assert.equal(suggestName(['labels.json', 'kmnist.npz']), 'kmnist');
  assert.equal(suggestName(['data.csv.gz']), 'data');
  assert.equal(suggestName(['数字.zip']), '');
  assert.equal(suggestName([]), '');
});

test('freeName: the next number that is free', () => {
  assert.equal(freeName('mnist', ['mnist']), 'mnist-2');
  assert.equal(freeName('mnist-2', ['mnist', 'mnist-2', 'mnist-3']), 'mnist-4');
  assert.ok(isName(freeName('a'.repeat(64), ['a'.repeat(64)])));
});
