import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as format from '../../Gateway/wwwroot/js/format.js';

test('percent: what is not everything is not called 100 %', () => {
  assert.equal(format.percent(0.9999), '99.9 %');
  assert.equal(format.percent(0.99999, 2), '99.99 %');
  assert.equal(format.percent(1), '100.0 %');
  assert.equal(format.percent(0.995, 0), '99 %');
  assert.equal(format.percent(undefined), '–');
});

test('seconds: reads proto JSON durations', () => {
  assert.equal(format.seconds('12.5s'), 12.5);
  assert.ok(Number.isNaN(format.seconds(undefined)));
});

test('span: grows in units', () => {
  assert.deepEqual([0.42, 9.99, 59.6, 61, 3700].map(format.span), ['0.4 s', '10 s', '1 min 0 s', '1 min 1 s', '1 h 1 min']);
  assert.equal(format.span(Number.NaN), '–');
});

test('timeLeft: whole seconds, and nothing when unknown', () => {
  assert.deepEqual([0.3, 4.2, 75].map(format.timeLeft), ['less than a second left', 'about 4 s left', 'about 1 min 15 s left']);
  assert.equal(format.timeLeft(Number.NaN), '');
});

test('bytes: decimal units', () => {
  assert.deepEqual([0, 999, 4517, 9912422].map(format.bytes), ['0 B', '999 B', '4.5 kB', '9.9 MB']);
});

test('layer: names type and sizes', () => {
  assert.equal(format.layer({ type: 'conv2d', filters: 32, kernelSize: 3 }), 'conv2d 32 3×3');
  assert.equal(format.layer({ type: 'dropout', rate: 0.25 }), 'dropout 0.25');
  assert.equal(format.layer({ type: 'dense' }), 'dense one a label');
  assert.equal(format.layer({ type: 'max_pool2d', poolSize: 2, stride: 2 }), 'max_pool2d 2×2');
  assert.equal(format.layer({ type: 'max_pool2d', poolSize: 3, stride: 2 }), 'max_pool2d 3×3 stride 2');
  assert.equal(format.layer({ type: 'depthwise_conv2d', kernelSize: 5, stride: 1, padding: 'same' }), 'depthwise_conv2d 5×5 same');
  assert.equal(format.layer({ type: 'conv2d', filters: 8, kernelSize: 3, stride: 2, padding: '1' }), 'conv2d 8 3×3 stride 2 padding 1');
  assert.equal(format.layer({ type: 'leaky_relu', slope: 0.1 }), 'leaky_relu 0.1');
});

test('layer: names the layers inside a residual', () => {
  const inner = [{ type: 'batch_norm' }, { type: 'residual', layers: [{ type: 'gelu' }] }];
  assert.equal(format.layer({ type: 'residual', layers: inner }), 'residual (batch_norm → residual (gelu))');
});
