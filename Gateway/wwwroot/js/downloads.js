import { el } from './dom.js';

const FORMATS = [
  ['native', 'Digits', 'The model file of Digits'],
  ['onnx', 'ONNX', 'For onnxruntime and others: takes pixels from 0 to 255, gives probabilities'],
  ['safetensors', 'safetensors', 'The weights, for PyTorch'],
];

/** Where a model version can be downloaded from. @param {string} model @param {number} version @param {string} format */
export function downloadUrl(model, version, format) {
  return `api/v1/models/${encodeURIComponent(model)}/versions/${version}:download?format=${format}`;
}

/** A link for each kind of file that a model version can be downloaded as. @param {string} model @param {number} version */
export function downloadLinks(model, version) {
  return FORMATS.map(([format, name, title]) => el(
    'a',
    { href: downloadUrl(model, version, format), download: true, title, 'aria-label': `Download ${model}, version ${version}, as ${name}` },
    name,
  ));
}
