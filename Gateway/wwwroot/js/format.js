const wholeNumber = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const dateAndTime = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** @param {number} value */
export function count(value) {
  return wholeNumber.format(value ?? 0);
}

/** "1 sample", "2,000 samples". */
export function counted(value, noun) {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/**
 * A fraction as a percentage. What is not everything is never rounded up to "100 %", nor something down to nothing.
 * @param {number} fraction 0 to 1
 * @param {number} [digits] digits after the point
 */
export function percent(fraction, digits = 1) {
  if (!Number.isFinite(fraction)) {
    return '–';
  }

  const step = 10 ** -digits;
  let value = fraction * 100;
  if (fraction < 1 && value > 100 - step) {
    value = 100 - step;
  }

  return `${value.toFixed(digits)} %`;
}

/** @param {number} loss cross-entropy in nats */
export function loss(loss) {
  return Number.isFinite(loss) ? loss.toPrecision(3) : '–';
}

/** @param {number} value bytes */
export function bytes(value) {
  if (value < 1000) {
    return `${value} B`;
  }

  return value < 1_000_000 ? `${(value / 1000).toFixed(1)} kB` : `${(value / 1_000_000).toFixed(1)} MB`;
}

/**
 * Seconds out of a proto JSON duration such as "12.5s".
 * @returns {number} NaN when there is none
 */
export function seconds(duration) {
  return typeof duration === 'string' ? Number.parseFloat(duration) : Number.NaN;
}

/** @param {number} value seconds */
export function span(value) {
  if (!Number.isFinite(value)) {
    return '–';
  }

  if (value < 9.95) {
    return `${value.toFixed(1)} s`;
  }

  const whole = Math.round(value);
  const minutes = Math.floor(whole / 60);
  if (minutes === 0) {
    return `${whole} s`;
  }

  return minutes < 60 ? `${minutes} min ${whole % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** @param {number} value seconds */
export function timeLeft(value) {
  if (!Number.isFinite(value)) {
    return '';
  }

  return value < 1 ? 'less than a second left' : `about ${span(Math.round(value))} left`.replace('.0 s', ' s');
}

/** @param {string} timestamp proto JSON timestamp */
export function moment(timestamp) {
  const time = new Date(timestamp ?? Number.NaN);
  return Number.isNaN(time.getTime()) ? '–' : dateAndTime.format(time);
}

/** Enough of a version or run name to tell it from its neighbours. */
export function short(name) {
  return name.length > 12 ? name.slice(0, 8) : name;
}

/** A layer of an architecture in a few characters, for example "conv2d 32 3×3 stride 2" or "residual (conv2d 8 3×3 → relu)". */
export function layer({ type, filters, kernelSize, stride, padding, poolSize, units, rate, slope, layers }) {
  const details = [];
  if (type === 'dense' && !units) {
    details.push('one a label');
  }

  for (const value of [filters, units, rate, slope]) {
    if (value) {
      details.push(String(value));
    }
  }

  for (const side of [kernelSize, poolSize]) {
    if (side) {
      details.push(`${side}×${side}`);
    }
  }

  if (stride && stride !== (poolSize ?? 1)) {
    details.push(`stride ${stride}`);
  }

  if (padding && padding !== 'valid') {
    details.push(/^\d+$/.test(padding) ? `padding ${padding}` : padding);
  }

  if (layers?.length) {
    details.push(`(${layers.map(layer).join(' → ')})`);
  }

  return [type, ...details].join(' ');
}
