import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GROUPS, isShown, presetValue, recipeInWords, recipeRequest } from '../../Gateway/wwwroot/js/recipe.js';

const plain = {
  lr: 0.002, batchSize: 64, optimizer: { type: 'adam', momentum: 0.9, weightDecay: 0 },
  schedule: { type: 'one_cycle', warmUp: 0.2, stepEpochs: 1, stepFactor: 0.7, final: 0.001 },
  labelSmoothing: 0, weightAveraging: 0, validationShare: 0, patience: 0, keepBest: false, members: 1,
};
const changed = { ...plain, augmentation: { shift: 2, rotation: 5, scale: 0, shear: 0, elastic: 0, stroke: 0, erase: 0 } };
const field = (path) => GROUPS.flatMap(({ fields }) => fields).find((one) => one.path === path);

test('recipeRequest: what is left empty is left out', () => {
  assert.deepEqual(recipeRequest({}, plain), {});
  assert.deepEqual(recipeRequest({ lr: '', members: '', 'optimizer.type': '' }, plain), {});
});

test('recipeRequest: nests what was filled in, numbers as numbers', () => {
  assert.deepEqual(
    recipeRequest({ lr: '0.01', 'optimizer.type': 'sgd', 'optimizer.momentum': '0', 'schedule.warmUp': '.1', keepBest: 'false', members: '3' }, plain),
    { lr: 0.01, optimizer: { type: 'sgd', momentum: 0 }, schedule: { warmUp: 0.1 }, keepBest: false, members: 3 });
});

test('recipeRequest: what has no meaning for the choice above it is left out', () => {
  assert.deepEqual(recipeRequest({ 'optimizer.momentum': '0.5', 'schedule.stepFactor': '0.5' }, plain), {});
  assert.deepEqual(recipeRequest({ 'schedule.type': 'step', 'schedule.stepFactor': '0.5' }, plain), { schedule: { type: 'step', stepFactor: 0.5 } });
});

test('recipeRequest: switches the changing of images off, on, and by strengths', () => {
  assert.deepEqual(recipeRequest({ 'augmentation.mode': 'off', 'augmentation.shift': '3' }, changed), { augmentation: { off: true } });
  assert.deepEqual(recipeRequest({ 'augmentation.shift': '3' }, changed), { augmentation: { shift: 3 } });
  assert.deepEqual(recipeRequest({ 'augmentation.shift': '3' }, plain), {});
  const on = recipeRequest({ 'augmentation.mode': 'on', 'augmentation.shift': '3' }, plain).augmentation;
  assert.deepEqual([on.shift, on.rotation, on.erase], [3, 10, 0]);
});

test('presetValue: what the preset has, and nothing for another type', () => {
  assert.equal(presetValue('lr', plain), '0.002');
  assert.equal(presetValue('optimizer.weightDecay', plain), '0');
  assert.equal(presetValue('optimizer.weightDecay', plain, { 'optimizer.type': 'adamw' }), '');
  assert.equal(presetValue('optimizer.weightDecay', plain, { 'optimizer.type': 'adam' }), '0');
  assert.equal(presetValue('augmentation.mode', plain), 'off');
  assert.equal(presetValue('augmentation.rotation', changed), '5');
});

test('isShown: a field belongs to the type that is chosen, else to the preset’s', () => {
  assert.equal(isShown(field('optimizer.momentum'), plain, {}), false);
  assert.equal(isShown(field('optimizer.momentum'), plain, { 'optimizer.type': 'sgd' }), true);
  assert.equal(isShown(field('augmentation.shift'), plain, {}), false);
  assert.equal(isShown(field('augmentation.shift'), changed, {}), true);
  assert.equal(isShown(field('augmentation.shift'), changed, { 'augmentation.mode': 'off' }), false);
});

test('recipeInWords: names what is out of the ordinary', () => {
  assert.equal(recipeInWords(plain), 'Adam, one cycle');
  assert.equal(
    recipeInWords({ ...changed, optimizer: { type: 'adamw' }, validationShare: 0.1, keepBest: true, members: 4 }),
    'AdamW, one cycle · images changed · 10 % held out · best epoch kept · 4 networks');
  assert.equal(recipeInWords({}), '');
});
