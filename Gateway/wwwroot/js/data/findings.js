const TITLES = {
  FINDING_KIND_IMBALANCE: 'Uneven classes',
  FINDING_KIND_DUPLICATE: 'Duplicates',
  FINDING_KIND_LABEL_CONFLICT: 'Equal images with different labels',
  FINDING_KIND_NEAR_DUPLICATE: 'Near duplicates',
  FINDING_KIND_PART_LEAK: 'Nearly the same in two parts',
  FINDING_KIND_BLANK: 'Blank images',
  FINDING_KIND_INVERTED: 'Inverted images',
  FINDING_KIND_CUT_OFF: 'Cut-off images',
  FINDING_KIND_OFF_CENTER: 'Off-centre images',
  FINDING_KIND_SMALL: 'Small images',
  suspects: 'Suspicious labels',
};
const PREFIX = 'FINDING_KIND_';

/** What a kind of finding is called. @param {string} kind as the API or an address names it */
export function findingTitle(kind) {
  return TITLES[kind] ?? TITLES[PREFIX + kind.toUpperCase().replaceAll('-', '_')] ?? 'Chosen samples';
}

/** A kind as it stands in an address, for example "near-duplicate". */
export function findingName(kind) {
  return kind.startsWith(PREFIX) ? kind.slice(PREFIX.length).toLowerCase().replaceAll('_', '-') : kind;
}
