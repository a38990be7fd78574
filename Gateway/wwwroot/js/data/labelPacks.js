import { el } from '../dom.js';

/**
 * Adds the label packs that the server knows to a choice. Without them an import works all the same, so a failure is not shown.
 * @param {HTMLSelectElement} select
 * @param {import('./dataApi.js').DataApi} data
 */
export async function offerLabelPacks(select, data) {
  try {
    const packs = await data.listLabelPacks();
    select.append(...packs.map((pack) => el('option', { value: pack.name }, describePack(pack))));
  } catch {
    // The choice keeps its first option.
  }
}

/** A pack in a line: what it is called and how it begins. @param {{title: string, labels: string[]}} pack */
export function describePack({ title, labels }) {
  return `${title}: ${labels.slice(0, 4).join(' ')}…`;
}
