import assert from 'node:assert/strict';
import { test } from 'node:test';
import { downloadUrl } from '../../Gateway/wwwroot/js/downloads.js';

test('downloadUrl: names model, version and format', () => {
  assert.equal(downloadUrl('my model/x', 3, 'onnx'), 'api/v1/models/my%20model%2Fx/versions/3:download?format=onnx');
});
