/**
 * Changes of samples that are not saved yet, each undoable, by the samples' numbers.
 * @typedef {{number: number, label: string}} Known a sample as it is stored
 * @typedef {{label: string, removed: boolean, from: string}} Edit what it is to become; `from` is the stored label
 *
 * Event: "change" after each.
 */
export class PendingEdits extends EventTarget {
  /** @type {Map<number, Edit>} */
  #edits = new Map();
  /** @type {[number, Edit | undefined][][]} what was before each step, the newest last */
  #steps = [];

  get size() {
    return this.#edits.size;
  }

  get canUndo() {
    return this.#steps.length > 0;
  }

  /** @returns {Edit | undefined} */
  of(number) {
    return this.#edits.get(number);
  }

  /** Gives samples another label; one marked for removal stays in after all. @param {Known[]} samples @param {string} label */
  relabel(samples, label) {
    this.#step(samples, (sample) => (sample.label === label ? undefined : { label, removed: false, from: sample.label }));
  }

  /** Gives each sample a label of its own. @param {(Known & {suggested: string})[]} samples */
  relabelEach(samples) {
    this.#step(samples, ({ label, suggested }) => (label === suggested ? undefined : { label: suggested, removed: false, from: label }));
  }

  /** Marks samples for removal, or unmarks them when all are marked. @param {Known[]} samples */
  toggleRemoval(samples) {
    const removed = !samples.every(({ number }) => this.#edits.get(number)?.removed);
    this.#step(samples, ({ number, label }) => {
      const target = this.#edits.get(number)?.label ?? label;
      return !removed && target === label ? undefined : { label: target, removed, from: label };
    });
  }

  /** Takes the newest step back. @returns {number[]} the samples that it had changed */
  undo() {
    const step = this.#steps.pop() ?? [];
    step.forEach(([number, before]) => this.#put(number, before));
    this.#tell();
    return step.map(([number]) => number);
  }

  clear() {
    this.#edits.clear();
    this.#steps = [];
    this.#tell();
  }

  /** What has to be asked of the server. @returns {{labels: {number: number, label: string}[], numbers: number[]}} */
  get requests() {
    const edits = [...this.#edits];
    return {
      labels: edits.filter(([, { removed }]) => !removed).map(([number, { label }]) => ({ number, label })),
      numbers: edits.filter(([, { removed }]) => removed).map(([number]) => number),
    };
  }

  /** Forgets what has been saved. @param {number[]} numbers */
  saved(numbers) {
    numbers.forEach((number) => this.#edits.delete(number));
    this.#steps = [];
    this.#tell();
  }

  #step(samples, edit) {
    if (samples.length === 0) {
      return;
    }

    const changes = samples.map((sample) => [sample.number, edit(sample)]);
    this.#steps.push(samples.map(({ number }) => [number, this.#edits.get(number)]));
    changes.forEach(([number, after]) => this.#put(number, after));
    this.#tell();
  }

  #put(number, edit) {
    if (edit) {
      this.#edits.set(number, edit);
    } else {
      this.#edits.delete(number);
    }
  }

  #tell() {
    this.dispatchEvent(new Event('change'));
  }
}
