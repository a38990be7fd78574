/** What is to become of corrections, before it is saved. @typedef {{verdict: '' | 'accept' | 'reject', label: string}} Decision */
export class ReviewState extends EventTarget {
  #corrections = [];
  /** @type {Map<string, Decision>} */
  #decisions = new Map();

  /** Takes in what waits now; decisions about what is still there stay. */
  show(corrections) {
    this.#corrections = corrections;
    const names = new Set(corrections.map(({ correction }) => correction));
    this.#decisions = new Map([...this.#decisions].filter(([name]) => names.has(name)));
    this.#tell();
  }

  get corrections() {
    return this.#corrections;
  }

  /** How many are decided. */
  get size() {
    return [...this.#decisions.values()].filter(({ verdict }) => verdict).length;
  }

  /** @returns {Decision} */
  of({ correction, label }) {
    return this.#decisions.get(correction) ?? { verdict: '', label };
  }

  /** Accepts or rejects; the same verdict again takes it back. */
  decide(correction, verdict) {
    const { verdict: before, label } = this.of(correction);
    this.#decisions.set(correction.correction, { verdict: before === verdict ? '' : verdict, label });
    this.#tell();
  }

  /** Says what a correction is; whoever does that accepts it. */
  relabel(correction, label) {
    this.#decisions.set(correction.correction, { verdict: 'accept', label });
    this.#tell();
  }

  /** Accepts everything that is not decided yet. */
  acceptRest() {
    for (const correction of this.#corrections.filter((one) => this.of(one).verdict === '')) {
      this.#decisions.set(correction.correction, { ...this.of(correction), verdict: 'accept' });
    }

    this.#tell();
  }

  clear() {
    this.#decisions.clear();
    this.#tell();
  }

  /** What has to be asked of the server. @returns {{accepted: string[], labels: Record<string, string>, rejected: string[]}} */
  get requests() {
    const decided = (wanted) => this.#corrections.filter((one) => this.of(one).verdict === wanted);
    const accepted = decided('accept');
    return {
      accepted: accepted.map(({ correction }) => correction),
      labels: Object.fromEntries(accepted.filter((one) => this.of(one).label !== one.label).map((one) => [one.correction, this.of(one).label])),
      rejected: decided('reject').map(({ correction }) => correction),
    };
  }

  /** "5 accepted, 2 rejected" */
  get inWords() {
    const { accepted, rejected } = this.requests;
    return [accepted.length ? `${accepted.length} accepted` : '', rejected.length ? `${rejected.length} rejected` : ''].filter(Boolean).join(', ');
  }

  #tell() {
    this.dispatchEvent(new Event('change'));
  }
}
