import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Assumptions, settingName, settingTitle, valueInWords } from '../../Gateway/wwwroot/js/data/assumptions.js';

const column = { setting: 'label_field', value: 'label', reason: 'The column is called "label".', alternatives: ['digit', 'id'] };

test('settings and values: are said in words', () => {
  assert.equal(settingName('label_field'), 'labelField');
  assert.equal(settingTitle('labelField'), 'Label column');
  assert.equal(settingTitle('someNewThing'), 'Some new thing');
  assert.equal(valueInWords('polarity', 'POLARITY_DARK_INK'), 'Dark ink on a light ground');
  assert.equal(valueInWords('labelFolder', '2'), 'Folder 2, counted from the picture');
  assert.equal(valueInWords('valueRange', '0..1'), '0..1');
});

test('rows: an assumption comes with its alternatives, one without a setting as a sentence', () => {
  const assumptions = new Assumptions();
  assumptions.report([column, { setting: '', value: '', reason: 'The files tell the parts.', alternatives: [] }]);
  assert.deepEqual(assumptions.rows, [
    { name: 'labelField', value: 'label', reason: column.reason, options: ['label', 'digit', 'id'], isChosen: false },
  ]);
  assert.deepEqual(assumptions.sentences, ['The files tell the parts.']);
  assert.deepEqual(assumptions.chosen, {});
});

test('rows: what was chosen stays changeable though it is reported no more', () => {
  const assumptions = new Assumptions();
  assumptions.report([column]);
  assumptions.choose('labelField', 'digit');
  assumptions.report([]);
  assert.deepEqual(assumptions.chosen, { labelField: 'digit' });
  assert.deepEqual(assumptions.rows, [
    { name: 'labelField', value: 'digit', reason: 'You chose this.', options: ['digit', 'label', 'id'], isChosen: true },
  ]);
  assumptions.choose('labelField', '');
  assert.deepEqual([assumptions.chosen, assumptions.rows], [{}, []]);
});

test('rows: without alternatives the value is free', () => {
  const assumptions = new Assumptions();
  assumptions.report([{ setting: 'split_ratio', value: '0.8', reason: 'Drawn.' }]);
  assert.deepEqual(assumptions.rows[0].options, []);
});

test('fail: what was chosen can be taken back, and nothing else is shown', () => {
  const assumptions = new Assumptions();
  assumptions.report([column, { setting: '', value: '', reason: 'A fact.', alternatives: [] }]);
  assumptions.choose('labelField', 'id');
  assumptions.fail();
  assert.deepEqual(assumptions.rows.map(({ name, value }) => [name, value]), [['labelField', 'id']]);
  assert.deepEqual(assumptions.sentences, []);
  assumptions.clear();
  assert.deepEqual([assumptions.rows, assumptions.chosen], [[], {}]);
});
