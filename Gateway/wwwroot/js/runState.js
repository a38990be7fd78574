const FINAL = new Set(['SUCCEEDED', 'FAILED', 'CANCELLED']);

/** Whether a run in this state will not change any more. */
export function isFinal(state) {
  return FINAL.has(state);
}

/** Whether a run looks for wrong labels, and so trains no model that stays. */
export function isLabelCheck({ kind }) {
  return kind === 'LABEL_CHECK';
}

/** Runs from before committees do not tell the network. */
export function memberOf({ member }) {
  return member || 1;
}

/** What is known of a run, gathered from its events. */
export class RunState {
  /** The number of the newest event. */
  sequence = 0;
  /** The newest snapshot of the run, or null before the first event. */
  run = null;
  /** The newest batch report, or null. */
  progress = null;
  /** Every batch report as {x, member, loss, accuracy}, x in epochs. */
  batches = [];
  /** Every finished epoch of every network, in order. */
  epochs = [];

  /**
   * Takes an event in. After a reconnect events may come again; they change nothing.
   * @param {{sequence: number, run?: object, batch?: object, epoch?: object}} event
   * @returns {boolean} whether it was news
   */
  apply({ sequence, run, batch, epoch }) {
    if (sequence <= this.sequence) {
      return false;
    }

    this.sequence = sequence;
    if (run) {
      this.#applyRun(run);
    } else if (batch) {
      this.progress = batch;
      const x = this.place(batch) - 1 + batch.batch / batch.batchCount;
      this.batches.push({ x, member: memberOf(batch), loss: batch.loss, accuracy: batch.accuracy });
    } else if (epoch) {
      this.#applyEpoch(epoch);
    }

    return true;
  }

  #applyRun(run) {
    this.run = run;
    this.progress = run.progress ?? this.progress;
    run.epochs.forEach((epoch) => this.#applyEpoch(epoch));
  }

  /** Counts epochs over all networks of the run: those of a network follow on those of the one before. */
  place({ epoch, member }) {
    return (memberOf({ member }) - 1) * (this.run?.settings?.epochs ?? 0) + epoch;
  }

  #applyEpoch(epoch) {
    const known = this.epochs.findIndex((other) => other.epoch === epoch.epoch && memberOf(other) === memberOf(epoch));
    if (known < 0) {
      this.epochs.push(epoch);
    } else {
      this.epochs[known] = epoch;
    }
  }
}
