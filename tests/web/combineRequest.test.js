import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSource } from '../../Gateway/wwwroot/js/data/combineRequest.js';

const EMPTY = { dataset: 'mnist', version: '', share: '', most: '', labels: '', labelMap: '' };

test('readSource: what was left empty is left out', () => {
  assert.deepEqual(readSource(EMPTY), { source: { dataset: 'mnist' } });
});

test('readSource: takes labels and other names separated by commas', () => {
  const typed = { ...EMPTY, version: ' 0f3a ', share: '0.25', most: '100', labels: '0, O,, 1 ', labelMap: 'O = 0, I=1' };
  assert.deepEqual(readSource(typed), {
    source: { dataset: 'mnist', version: '0f3a', share: 0.25, maxSamples: 100, labels: ['0', 'O', '1'], labelMap: { O: '0', I: '1' } },
  });
});

test('readSource: a JSON object may name a label with a comma', () => {
  assert.deepEqual(readSource({ ...EMPTY, labelMap: '{",": "comma"}' }).source.labelMap, { ',': 'comma' });
});

test('readSource: says of which data set it cannot read the other names', () => {
  assert.match(readSource({ ...EMPTY, labelMap: 'O' }).fault, /^mnist: “O”/);
});
