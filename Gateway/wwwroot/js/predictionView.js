import { el } from './dom.js';
import { percent } from './format.js';

const MOST_BARS = 12;
const SURE = 0.6;

/** Shows an answer: the winner large, a bar for each label, and what the model saw. */
export class PredictionView {
  #parts;
  #bars = new Map();

  /** @param {Record<'winnerLabel' | 'winnerConfidence' | 'seen' | 'seenBlank' | 'bars' | 'barsTitle' | 'answeredBy', HTMLElement>} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /** Lays out empty bars, so that nothing moves when the first answer comes. @param {string[]} labels */
  expect(labels) {
    const shown = labels.slice(0, MOST_BARS);
    this.#layOut(shown);
    this.#parts.barsTitle.textContent = labels.length > MOST_BARS ? 'The likeliest labels' : 'How sure, for each label';
  }

  /** @param {{label: string, confidence: number, probabilities: {label: string, probability: number}[], model: string, modelVersion: number, seen: string}} answer */
  show({ label, confidence, probabilities, model, modelVersion, seen }) {
    this.#showWinner(label, `${confidence < SURE ? 'Only ' : ''}${percent(confidence)} sure`);
    this.#parts.answeredBy.textContent = `Read by ${model}, version ${modelVersion}`;
    this.#parts.seen.src = `data:image/png;base64,${seen}`;
    this.#showSeen(true);
    this.#showBars(label, probabilities);
  }

  /** Back to how it was before anything was drawn. */
  clear(text = 'Nothing drawn yet') {
    this.#showWinner('', text);
    this.#parts.answeredBy.textContent = '';
    this.#parts.seen.removeAttribute('src');
    this.#showSeen(false);
    this.#showBars(undefined, [...this.#bars.keys()].map((label) => ({ label, probability: 0 })));
  }

  #showWinner(label, text) {
    const { winnerLabel, winnerConfidence } = this.#parts;
    winnerLabel.textContent = label || '–';
    winnerLabel.classList.toggle('none', !label);
    winnerLabel.style.setProperty('--length', [...label].length);
    winnerConfidence.textContent = text;
  }

  #showSeen(shown) {
    this.#parts.seen.hidden = !shown;
    this.#parts.seenBlank.hidden = shown;
  }

  #showBars(best, probabilities) {
    let shown = probabilities;
    if (probabilities.length > MOST_BARS) {
      shown = [...probabilities].sort((a, b) => b.probability - a.probability).slice(0, MOST_BARS);
    }

    this.#layOut(shown.map(({ label }) => label));
    for (const { label, probability } of shown) {
      const { item, fill, share } = this.#bars.get(label);
      item.classList.toggle('best', label === best);
      fill.style.setProperty('--share', probability);
      share.textContent = best === undefined ? '' : percent(probability);
    }
  }

  #layOut(labels) {
    if (labels.length === this.#bars.size && [...this.#bars.keys()].every((label, index) => label === labels[index])) {
      return;
    }

    this.#bars = new Map(labels.map((label) => [label, bar(label)]));
    this.#parts.bars.replaceChildren(...[...this.#bars.values()].map(({ item }) => item));
  }
}

function bar(label) {
  const fill = el('span', { class: 'fill' });
  const share = el('span', { class: 'share' });
  const item = el('li', {}, el('span', { class: 'label' }, label), el('span', { class: 'track', 'aria-hidden': 'true' }, fill), share);
  return { item, fill, share };
}
