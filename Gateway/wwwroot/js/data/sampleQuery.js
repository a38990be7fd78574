/** The parts of a data set, in the order in which they are shown. */
export const PARTS = [
  { value: 'PART_TRAIN', name: 'train', title: 'Train', counted: 'trainCount' },
  { value: 'PART_VALIDATION', name: 'validation', title: 'Validation', counted: 'validationCount' },
  { value: 'PART_TEST', name: 'test', title: 'Test', counted: 'testCount' },
];

/** The name of a part in a sentence. @param {string} value for example PART_TRAIN */
export function partName(value) {
  return PARTS.find((part) => part.value === value)?.name ?? 'no';
}

/** How many samples all parts have. */
export function sampleCount(counts) {
  return PARTS.reduce((sum, { counted }) => sum + (counts[counted] ?? 0), 0);
}

/**
 * Which samples an address asks for.
 * @typedef {{part: string, label: string, version: string, numbers: number[], about: string}} SampleQuery
 *   numbers instead of part and label where a finding names its samples; about is the finding's kind
 * @param {URLSearchParams} query
 * @returns {SampleQuery}
 */
export function readSampleQuery(query) {
  return {
    part: PARTS.find(({ name }) => name === query.get('part'))?.value ?? '',
    label: query.get('label') ?? '',
    version: query.get('version') ?? '',
    numbers: (query.get('numbers') ?? '').split('.').filter((text) => /^\d{1,9}$/.test(text)).map(Number),
    about: query.get('about') ?? '',
  };
}

/** The address at which samples are shown. @param {string} name the data set @param {Partial<SampleQuery>} query */
export function samplesAddress(name, { part = '', label = '', version = '', numbers = [], about = '' } = {}) {
  const given = { part: part && partName(part), label, version, numbers: numbers.join('.'), about };
  const search = new URLSearchParams(Object.entries(given).filter(([, value]) => value !== '')).toString();
  return `#data/${encodeURIComponent(name)}/samples${search && `?${search}`}`;
}

/** How many samples a query finds in a version. @param {SampleQuery} query @param {object} dataset that version */
export function countSamples({ part, label, numbers }, dataset) {
  if (numbers.length) {
    return numbers.length;
  }

  const { counted } = PARTS.find(({ value }) => value === part) ?? PARTS[0];
  const counts = label ? dataset.classCounts.find((one) => one.label === label) : dataset;
  return counts?.[counted] ?? 0;
}

/** The part to show when the address names none: the first that has samples. */
export function firstPart(dataset) {
  return (PARTS.find(({ counted }) => dataset[counted] > 0) ?? PARTS[0]).value;
}
