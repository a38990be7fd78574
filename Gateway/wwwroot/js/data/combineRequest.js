import { readLabelMap } from './labelMap.js';

/** The most data sets that can be combined at once. */
export const MAX_SOURCES = 16;

/**
 * What a source of a combination is, from what is typed. What was left empty is left out, so that the server decides.
 * @param {{dataset: string, version: string, share: string, most: string, labels: string, labelMap: string}} typed
 * @returns {{source: object} | {fault: string}}
 */
export function readSource({ dataset, version, share, most, labels, labelMap }) {
  const { map, fault } = readLabelMap(splitMap(labelMap));
  if (fault) {
    return { fault: `${dataset}: ${fault}` };
  }

  const source = { dataset };
  const kept = labels.split(',').map((label) => label.trim()).filter(Boolean);
  Object.assign(source,
    version.trim() && { version: version.trim() },
    share.trim() && { share: Number(share) },
    most.trim() && { maxSamples: Number(most) },
    kept.length > 0 && { labels: kept },
    Object.keys(map).length > 0 && { labelMap: map });
  return { source };
}

/** One line for each label: in a single line commas stand between them. */
function splitMap(text) {
  return text.trim().startsWith('{') ? text : text.replaceAll(',', '\n');
}
