const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** How a data set may be called. */
export const NAME_RULE = 'A name has 1 to 64 lower-case letters, digits, “-”, “_” and “.”, and starts with a letter or digit.';

/** Whether a data set can be called so. @param {string} text */
export function isName(text) {
  return NAME.test(text);
}

/** A name like this one that no data set has: "mnist-2" beside "mnist". @param {string} name @param {string[]} taken */
export function freeName(name, taken) {
  const base = name.replace(/-\d+$/, '').slice(0, 58);
  let number = 2;
  while (taken.includes(`${base}-${number}`)) {
    number += 1;
  }

  return `${base}-${number}`;
}

/** Marks a field whose name cannot be one. @param {HTMLInputElement} input @returns {{message: string} | null} what is wrong */
export function checkName(input) {
  if (NAME.test(input.value)) {
    return null;
  }

  input.setAttribute('aria-invalid', 'true');
  input.focus();
  input.addEventListener('input', () => input.removeAttribute('aria-invalid'), { once: true });
  return { message: NAME_RULE };
}

/** A name that files suggest: that of the only file, or "mnist" for its own four. @param {string[]} files */
export function suggestName(files) {
  if (files.some((file) => /^(train|t10k)-(images|labels)/.test(file))) {
    return 'mnist';
  }

  const [first] = files.filter((file) => !file.endsWith('.json'));
  const name = (first ?? '').toLowerCase().replace(/(\.(zip|csv|npz|npy|gz|idx\d?|ubyte))+$/, '').replace(/[^a-z0-9._-]+/g, '-').replace(/^[._-]+|[._-]+$/g, '');
  return name.slice(0, 64);
}
