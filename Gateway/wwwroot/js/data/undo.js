/**
 * What takes a change back.
 * @param {string | undefined} before the version that the data set had before; undefined where there was none
 * @param {{version: string, versions?: {version: string, parent: string}[]}} dataset as it is after the change
 * @returns {{restore: string} | {remove: true} | null} null where nothing has changed
 */
export function undoOf(before, dataset) {
  const [change] = dataset.versions ?? [];
  if (!change || before === dataset.version || change.version !== dataset.version) {
    return null;
  }

  const parent = change.parent || before;
  return parent ? { restore: parent } : { remove: true };
}

/** What a change did, in words. @param {{added: number, removed: number, relabeled: number, parent: string}} change */
export function changeInWords({ added, removed, relabeled, parent }) {
  const word = (value, what) => (value ? [`${value.toLocaleString('en')} ${what}`] : []);
  const parts = [...word(added, 'added'), ...word(removed, 'removed'), ...word(relabeled, 'relabelled')];
  return parts.join(', ') || (parent ? 'Same samples and labels' : 'The beginning');
}
