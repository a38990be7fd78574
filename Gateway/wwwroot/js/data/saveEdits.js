/**
 * Saves the pending changes of a data set, all of them as one version.
 * @param {import('./dataApi.js').DataApi} data
 * @param {string} name
 * @param {import('./pendingEdits.js').PendingEdits} edits what has been saved leaves them
 * @param {string} author
 * @returns {Promise<object>} the data set as it is now
 */
export async function saveEdits(data, name, edits, author) {
  const { requests, saved } = edits.snapshot();
  const dataset = await data.editSamples(name, requests, author);
  saved();
  return dataset;
}

/** "2 drawn samples, 9 new labels, 3 removals" */
export function editsInWords({ added, relabeled, removed }) {
  const words = ({ length }, one, many) => (length ? [`${length} ${length === 1 ? one : many}`] : []);
  return [
    ...words(added, 'drawn sample', 'drawn samples'), ...words(relabeled, 'new label', 'new labels'), ...words(removed, 'removal', 'removals'),
  ].join(', ');
}
