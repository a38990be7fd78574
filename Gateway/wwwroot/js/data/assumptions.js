const TITLES = {
  labelField: 'Label column',
  labelColumn: 'Label column',
  labelFolder: 'Folder that is the label',
  valueRange: 'Range of the values',
  polarity: 'Ink',
  nameEncoding: 'Encoding of file names',
  subset: 'Data set in the files',
  axes: 'Order of the axes',
  splitRatio: 'Train share',
  validationRatio: 'Validation share',
  transposed: 'Stored by columns',
  faultPolicy: 'Broken pictures and rows',
};

const WORDS = {
  POLARITY_UNSPECIFIED: 'Found for each picture',
  POLARITY_LIGHT_INK: 'Light ink on a dark ground',
  POLARITY_DARK_INK: 'Dark ink on a light ground',
  LABEL_COLUMN_FIRST: 'The first column',
  LABEL_COLUMN_LAST: 'The last column',
  FAULT_POLICY_REJECT: 'Refuse the import',
  FAULT_POLICY_SKIP: 'Leave them out',
};

/** The JSON name of a setting. @param {string} setting as the contract names it, for example label_field */
export function settingName(setting) {
  return setting.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
}

/** What a setting is called on the page. @param {string} name its JSON name */
export function settingTitle(name) {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return TITLES[name] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

/** A value of a setting in words. @param {string} name @param {string} value */
export function valueInWords(name, value) {
  if (name === 'labelFolder') {
    return value === '1' ? 'The innermost folder' : `Folder ${value}, counted from the picture`;
  }

  return WORDS[value] ?? value;
}

/**
 * What is assumed about uploaded files, and what a person has chosen instead. A setting that was chosen is reported no more, so its values
 * are remembered.
 * @typedef {{name: string, value: string, reason: string, options: string[], isChosen: boolean}} Row options is empty where the value is free
 */
export class Assumptions {
  /** @type {Map<string, {values: string[], isFree: boolean}>} */
  #known = new Map();
  /** @type {Map<string, string>} */
  #chosen = new Map();
  #reported = [];

  clear() {
    this.#known.clear();
    this.#chosen.clear();
    this.#reported = [];
  }

  /** Takes what the server has assumed. @param {{setting: string, value: string, reason: string, alternatives?: string[]}[]} assumptions */
  report(assumptions) {
    this.#reported = assumptions;
    for (const { setting, value, alternatives = [] } of assumptions.filter((one) => one.setting)) {
      const name = settingName(setting);
      const values = this.#known.get(name)?.values ?? [];
      this.#known.set(name, { values: [...new Set([...values, value, ...alternatives])], isFree: alternatives.length === 0 });
    }
  }

  /** Nothing is known of the files as they are asked about now; what was chosen stays, to be chosen otherwise. */
  fail() {
    this.#reported = [];
  }

  /** Chooses a value; an empty one leaves the setting to be found out. */
  choose(name, value) {
    if (value === '') {
      this.#chosen.delete(name);
    } else {
      this.#chosen.set(name, value);
    }
  }

  /** The settings that were chosen, to be sent. */
  get chosen() {
    return Object.fromEntries(this.#chosen);
  }

  /** Sentences about what no setting changes. */
  get sentences() {
    return this.#reported.filter(({ setting }) => !setting).map(({ reason }) => reason);
  }

  /** What can be chosen otherwise. @returns {Row[]} */
  get rows() {
    const reported = this.#reported.filter(({ setting }) => setting).map(({ setting, value, reason }) => this.#row(settingName(setting), value, reason));
    const names = new Set(reported.map(({ name }) => name));
    const others = [...this.#chosen].filter(([name]) => !names.has(name)).map(([name, value]) => this.#row(name, value, 'You chose this.'));
    return [...reported, ...others];
  }

  #row(name, value, reason) {
    const { values = [], isFree = true } = this.#known.get(name) ?? {};
    const isChosen = this.#chosen.has(name);
    return { name, value, reason, options: isFree ? [] : [...new Set([value, ...values])], isChosen };
  }
}
