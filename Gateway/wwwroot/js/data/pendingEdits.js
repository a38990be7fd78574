/**
 * Changes of samples that are not saved yet, each undoable, by the samples' numbers.
 * @typedef {{number: number, label: string}} Known a sample as it is stored
 * @typedef {{label: string, removed: boolean, from: string, data?: string}} Edit what it is to become; `from` is the stored label, and
 *   `data` the picture of a sample that is to be added, whose number is below 0
 *
 * Event: "change" after each.
 */
export class PendingEdits extends EventTarget {
  /** @type {Map<number, Edit>} */
  #edits = new Map();
  /** @type {[number, Edit | undefined][][]} what was before each step, the newest last */
  #steps = [];
  #lastAdded = 0;

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

  /** Adds a sample. @param {string} label @param {string} data its picture, base64 @returns {number} names it until it is stored */
  add(label, data) {
    this.#lastAdded -= 1;
    this.#step([{ number: this.#lastAdded }], () => ({ label, removed: false, from: '', data }));
    return this.#lastAdded;
  }

  /** Takes a sample back that was to be added. @param {number} number */
  withdraw(number) {
    this.#edits.delete(number);
    this.#steps = this.#steps.map((step) => step.filter(([changed]) => changed !== number)).filter((step) => step.length > 0);
    this.#tell();
  }

  /** The samples to be added, the newest first. @returns {{number: number, label: string, data: string}[]} */
  get added() {
    return [...this.#edits].filter(([, { data }]) => data).map(([number, { label, data }]) => ({ number, label, data })).sort((a, b) => a.number - b.number);
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

  /** What has to be asked of the server. @returns {{added: {label: string, data: string}[], relabeled: {number: number, label: string}[], removed: number[]}} */
  get requests() {
    const stored = [...this.#edits].filter(([, { data }]) => !data);
    return {
      added: this.added.reverse().map(({ label, data }) => ({ label, data })),
      relabeled: stored.filter(([, { removed }]) => !removed).map(([number, { label }]) => ({ number, label })),
      removed: stored.filter(([, { removed }]) => removed).map(([number]) => number),
    };
  }

  /** What is to be saved as it is now; what is changed after that stays. @returns {{size: number, requests: object, saved: () => void}} */
  snapshot() {
    const taken = new Map(this.#edits);
    return {
      size: taken.size,
      requests: this.requests,
      saved: () => {
        taken.forEach((edit, number) => this.#edits.get(number) === edit && this.#edits.delete(number));
        this.#steps = [];
        this.#tell();
      },
    };
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
