/**
 * Saves the pending changes of a data set: all new labels as one version, all removals as another.
 * @param {import('./dataApi.js').DataApi} data
 * @param {string} name
 * @param {import('./pendingEdits.js').PendingEdits} edits what has been saved leaves them, also when the second call is refused
 * @param {string} author
 * @returns {Promise<object>} the data set as it is now
 */
export async function saveEdits(data, name, edits, author) {
  const { labels, numbers } = edits.requests;
  let dataset;
  if (labels.length) {
    dataset = await data.relabelSamples(name, labels, author);
    edits.saved(labels.map(({ number }) => number));
  }

  if (numbers.length) {
    dataset = await data.removeSamples(name, numbers, author);
    edits.saved(numbers);
  }

  return dataset;
}

/** "9 new labels, 3 removals" */
export function editsInWords({ labels, numbers }) {
  const words = (count, one, many) => (count ? [`${count} ${count === 1 ? one : many}`] : []);
  return [...words(labels.length, 'new label', 'new labels'), ...words(numbers.length, 'removal', 'removals')].join(', ');
}
