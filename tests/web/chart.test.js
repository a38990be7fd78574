import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accuracyAxis, lossAxis } from '../../Gateway/wwwroot/js/chartAxes.js';
import { linearScale, logScale, logTicks, smooth, thin, wholeTicks } from '../../Gateway/wwwroot/js/chartScales.js';

test('linearScale: ends at 0 and 1', () => {
  const scale = linearScale(2, 6);
  assert.deepEqual([scale(2), scale(4), scale(6)], [0, 0.5, 1]);
});

test('logScale: equal ratios are equal steps, and nothing falls below', () => {
  const scale = logScale(0.01, 1);
  assert.ok(Math.abs(scale(0.1) - 0.5) < 1e-12);
  assert.equal(scale(0), 0);
});

test('logTicks: enclose the values and stay few', () => {
  for (const [low, high] of [[0.05, 2.3], [1e-4, 2.3], [0.3, 0.31], [0.5, 0.5], [1, 1], [0.1, 0.1]]) {
    const ticks = logTicks(low, high, 7);
    assert.ok(ticks[0] <= low && ticks.at(-1) >= high, `${low} to ${high} within ${ticks}`);
    assert.ok(ticks.length >= 2 && ticks.length <= 7, `${ticks}`);
  }
});

test('wholeTicks: whole numbers from 0, no more than fit', () => {
  assert.deepEqual(wholeTicks(6, 8), [0, 1, 2, 3, 4, 5, 6]);
  assert.deepEqual(wholeTicks(12, 8), [0, 2, 4, 6, 8, 10, 12]);
  assert.ok(wholeTicks(1000, 8).length <= 9);
});

test('lossAxis: lower loss is lower', () => {
  const { position } = lossAxis([2.3, 0.1, 0.02]);
  assert.ok(position(2.3) > position(0.1) && position(0.1) > position(0.02));
});

test('accuracyAxis: higher accuracy is higher, everything read right stays inside', () => {
  const { position, ticks } = accuracyAxis([0.1, 0.99, 1]);
  assert.ok(position(0.1) < position(0.99) && position(0.99) < position(1));
  assert.ok(position(1) <= 1 && position(0.1) >= 0);
  assert.ok(ticks.some(({ text }) => text === '99.9 %'));
});

test('thin: keeps peaks and order', () => {
  const points = Array.from({ length: 1000 }, (_, x) => ({ x, y: x === 500 ? 99 : Math.sin(x) }));
  const kept = thin(points, 100);
  assert.ok(kept.length <= 100);
  assert.ok(kept.some(({ y }) => y === 99));
  assert.ok(kept.every(({ x }, i) => i === 0 || x > kept[i - 1].x));
  assert.equal(thin(points.slice(0, 50), 100).length, 50);
});

test('smooth: takes the mean of neighbours and keeps the ends', () => {
  const points = [0, 3, 0, 3, 6].map((y, x) => ({ x, y }));
  assert.deepEqual(smooth(points, 1).map(({ y }) => y), [0, 1, 2, 3, 6]);
  assert.deepEqual(smooth(points, 2).map(({ y }) => y), [0, 1, 2.4, 3, 6]);
  assert.deepEqual(smooth([], 3), []);
});
