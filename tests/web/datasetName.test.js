import assert from 'node:assert/strict';
import { test } from 'node:test';
import { suggestName } from '../../Gateway/wwwroot/js/data/datasetName.js';

test('suggestName: what the files are called, as a name may be', () => {
  assert.equal(suggestName(['t10k-labels-idx1-ubyte.gz', 'train-images-idx3-ubyte.gz']), 'mnist');
  assert.equal(suggestName(['My Digits (2).zip']), 'my-digits-2');
  assert.equal(suggestName(['labels.json', 'kmnist.npz']), 'kmnist');
  assert.equal(suggestName(['data.csv.gz']), 'data');
  assert.equal(suggestName(['数字.zip']), '');
  assert.equal(suggestName([]), '');
});
