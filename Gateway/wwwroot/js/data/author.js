const KEY = 'digits.author';

/** The name that goes with every change: what was typed into a field, kept in this browser. */
export class Author {
  #input;

  /** @param {HTMLInputElement} input */
  constructor(input) {
    this.#input = input;
    input.value = read();
    input.addEventListener('change', () => write(this.name));
  }

  get name() {
    return this.#input.value.trim();
  }
}

// A browser may refuse to keep anything; the name then lasts as long as the page.
function read() {
  try {
    return localStorage.getItem(KEY) ?? '';
  } catch {
    return '';
  }
}

function write(name) {
  try {
    localStorage.setItem(KEY, name);
  } catch {
    // See above.
  }
}
