import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countSamples, firstPart, partName, readSampleQuery, sampleCount, samplesAddress } from '../../Gateway/wwwroot/js/data/sampleQuery.js';

const dataset = {
  trainCount: 5,
  validationCount: 0,
  testCount: 2,
  classCounts: [{ label: '7', trainCount: 4, validationCount: 0, testCount: 2 }, { label: 'お', trainCount: 1, validationCount: 0, testCount: 0 }],
};

test('samplesAddress: what it writes is read again', () => {
  const query = { part: 'PART_TEST', label: 'お & b', version: '0f3a', numbers: [3, 17], about: 'near-duplicate' };
  const address = samplesAddress('my.set', query);
  assert.ok(address.startsWith('#data/my.set/samples?part=test&'));
  assert.deepEqual(readSampleQuery(new URLSearchParams(address.split('?')[1])), query);
  assert.equal(samplesAddress('my.set'), '#data/my.set/samples');
});

test('readSampleQuery: nonsense is left out', () => {
  const query = readSampleQuery(new URLSearchParams('part=nowhere&numbers=1.x.-2.99999999999.4'));
  assert.deepEqual([query.part, query.numbers], ['', [1, 4]]);
});

test('countSamples: by part and label, or those that are named', () => {
  const ask = (query) => countSamples({ part: 'PART_TRAIN', label: '', numbers: [], ...query }, dataset);
  assert.deepEqual([ask({}), ask({ part: 'PART_TEST' }), ask({ label: '7' }), ask({ label: 'x' }), ask({ numbers: [1, 2, 3] })], [5, 2, 4, 0, 3]);
});

test('firstPart: the first that has samples', () => {
  assert.equal(firstPart(dataset), 'PART_TRAIN');
  assert.equal(firstPart({ trainCount: 0, validationCount: 0, testCount: 2 }), 'PART_TEST');
  assert.equal(firstPart({ trainCount: 0, validationCount: 0, testCount: 0 }), 'PART_TRAIN');
});

test('sampleCount, partName: all parts by their names', () => {
  assert.equal(sampleCount(dataset), 7);
  assert.equal(partName('PART_VALIDATION'), 'validation');
  assert.equal(partName('PART_UNSPECIFIED'), 'no');
});
