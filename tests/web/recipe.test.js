import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isShown, presetValue, recipeGroups, recipeInWords, recipeRequest as requestOf } from '../../Gateway/wwwroot/js/recipe.js';

const plain = {
  lr: 0.002, batchSize: 64, optimizer: { type: 'adam', momentum: 0.9, weightDecay: 0 },
  schedule: { type: 'one_cycle', warmUp: 0.2, stepEpochs: 1, stepFactor: 0.7, final: 0.001 },
  labelSmoothing: 0, weightAveraging: 0, validationShare: 0, patience: 0, keepBest: false, members: 1,
};
const changed = { ...plain, augmentation: { shift: 2, rotation: 5, scale: 0, shear: 0, elastic: 0, stroke: 0, erase: 0 } };
const usual = { shift: 1, rotation: 10, scale: 0.1, shear: 0, elastic: 0, stroke: 0, erase: 0 };

/** A field as the service lists it. */
const told = (path, group, more = {}) => ({
  path, title: path, meaning: 'A sentence.', group, unit: '', kind: 'NUMBER', min: 0, max: 1, minExcluded: false, maxExcluded: false, choices: [], usedBy: [], ...more,
});
const choice = (choices) => ({ kind: 'CHOICE', choices });
const groups = recipeGroups([
  told('seed', ''), told('epochs', ''),
  told('lr', 'Learning', { minExcluded: true }), told('batch_size', 'Learning', { kind: 'INTEGER', min: 1, max: 4096 }),
  told('optimizer.type', 'Learning', choice(['sgd', 'adam', 'adamw', 'adadelta'])), told('optimizer.momentum', 'Learning', { maxExcluded: true, usedBy: ['sgd'] }),
  told('optimizer.weight_decay', 'Learning'),
  told('schedule.type', 'Learning', choice(['constant', 'step', 'cosine', 'one_cycle'])), told('schedule.warm_up', 'Learning'),
  told('schedule.step_factor', 'Learning', { usedBy: ['step'] }),
  told('label_smoothing', 'Regularization'), told('augmentation.shift', 'Augmentation', { max: 16, unit: 'pixels' }),
  told('augmentation.rotation', 'Augmentation', { max: 180 }), told('weight_averaging', 'Regularization'),
  told('keep_best', 'Model selection', { kind: 'FLAG' }), told('members', 'Model selection', { kind: 'INTEGER', min: 1, max: 16 }),
]);
const fields = groups.flatMap((group) => group.fields);
const recipeRequest = (answers, settings) => requestOf(fields, answers, settings, usual);
const field = (path) => fields.find((one) => one.path === path);

test('recipeGroups: every field with a heading stands under it, in the order told', () => {
  assert.deepEqual(groups.map(({ title }) => title), ['Learning', 'Regularization', 'Augmentation', 'Model selection']);
  assert.deepEqual(groups[1].fields.map(({ path }) => path), ['labelSmoothing', 'weightAveraging']);
  assert.deepEqual(groups[2].fields.map(({ path }) => path), ['augmentation.mode', 'augmentation.shift', 'augmentation.rotation']);
});

test('recipeGroups: bounds, steps and choices are those of the service', () => {
  assert.ok(field('lr').min > 0 && field('lr').min < 1e-6 && field('lr').max === 1 && field('lr').step === undefined);
  assert.ok(field('optimizer.momentum').max < 1 && field('optimizer.momentum').max > 0.99);
  assert.deepEqual([field('batchSize').min, field('batchSize').max, field('batchSize').step], [1, 4096, 1]);
  assert.equal(field('optimizer.type').choices.adamw, 'AdamW');
  assert.equal(field('schedule.type').choices.one_cycle, 'one cycle');
  assert.equal(field('augmentation.shift').hint, 'pixels');
});

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
