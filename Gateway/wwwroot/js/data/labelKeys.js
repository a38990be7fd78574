const SPARE_KEYS = [...'0123456789abcdefghijklmnopqrstuvwxyz'];
const TYPED = /^[!-~]$/;

/**
 * Which key stands for which label. A label of one character on the keyboard is its own key; the others, such as "お", get the digits and
 * letters that no label uses, in class order, as long as there are any. Longer words of the same alphabet are typed out instead.
 * @param {string[]} labels
 * @returns {Map<string, string>} label by key
 */
export function labelKeys(labels) {
  const keys = new Map(labels.filter((label) => TYPED.test(label)).map((label) => [label, label]));
  const spare = SPARE_KEYS.filter((key) => !keys.has(key));
  for (const label of labels.filter((one) => [...one].length === 1 && !TYPED.test(one))) {
    const key = spare.shift();
    if (key === undefined) {
      break;
    }

    keys.set(key, label);
  }

  return keys;
}

/** The label that a pressed key stands for, or undefined; the other case will do where it means nothing else. */
export function labelOfKey(keys, key) {
  const other = key === key.toLowerCase() ? key.toUpperCase() : key.toLowerCase();
  return keys.get(key) ?? keys.get(other);
}

/** The key of a label, or undefined. */
export function keyOfLabel(keys, label) {
  return [...keys].find(([, one]) => one === label)?.[0];
}
