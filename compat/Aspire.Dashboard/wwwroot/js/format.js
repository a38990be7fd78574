const clockFormat = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 });
const dayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' });
const numberFormat = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4 });
const countFormat = new Intl.NumberFormat('en-US');

/** A time of today, or with its day. @param {number | null} time milliseconds since 1970 */
export function clock(time) {
  const date = new Date(time ?? NaN);
  if (Number.isNaN(date.getTime())) {
    return '–';
  }

  return (date.toDateString() === new Date().toDateString() ? clockFormat : dayFormat).format(date);
}

/** @param {number} milliseconds */
export function duration(milliseconds) {
  if (milliseconds < 1) {
    return `${numberFormat.format(Math.round(milliseconds * 1000))} µs`;
  }

  if (milliseconds < 1000) {
    return `${milliseconds.toFixed(milliseconds < 10 ? 2 : milliseconds < 100 ? 1 : 0)} ms`;
  }

  const seconds = milliseconds / 1000;
  if (seconds < 60) {
    return `${seconds.toFixed(2)} s`;
  }

  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${Math.floor(seconds % 60)} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A measured value. */
export function number(value) {
  return value === null ? '–' : Math.abs(value) >= 1e9 ? value.toExponential(2) : numberFormat.format(value);
}

/** A whole number. */
export function count(value) {
  return countFormat.format(value);
}

const tones = new Map();

/** The colour class of a resource: the same one as long as the page is open. */
export function tone(resource) {
  if (!tones.has(resource)) {
    tones.set(resource, tones.size % 8);
  }

  return `tone${tones.get(resource)}`;
}
