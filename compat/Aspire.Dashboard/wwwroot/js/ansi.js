// Colours are shown; whatever else a terminal would do (move, clear, links, titles) is left out.
const sequence = /\u001b(?:\[([0-9;:]*)([@-~])|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\^_])/g;
const control = /[\u0000-\u0008\u000b-\u001f\u007f]/g;

/**
 * Splits a line of a terminal into pieces of one colour.
 * @param {string} line
 * @returns {{text: string, kind: string}[]} kind is a list of CSS classes
 */
export function parseAnsi(line) {
  const pieces = [];
  const style = { colour: null, bold: false };
  let from = 0;
  const push = (text) => {
    const clean = text.replace(control, '');
    if (clean) {
      pieces.push({ text: clean, kind: [style.colour === null ? '' : `ansi-${style.colour}`, style.bold ? 'ansi-bold' : ''].filter(Boolean).join(' ') });
    }
  };
  for (const match of line.matchAll(sequence)) {
    push(line.slice(from, match.index));
    from = match.index + match[0].length;
    if (match[2] === 'm') {
      apply(style, match[1].split(/[;:]/).map(Number));
    }
  }

  push(line.slice(from));
  return pieces;
}

/** The same without colours. */
export function stripAnsi(line) {
  return line.replace(sequence, '').replace(control, '');
}

function apply(style, codes) {
  for (let index = 0; index < codes.length; index += 1) {
    const code = codes[index];
    if (code === 0) {
      Object.assign(style, { colour: null, bold: false });
    } else if (code === 1 || code === 22) {
      style.bold = code === 1;
    } else if (code >= 30 && code <= 37) {
      style.colour = code - 30;
    } else if (code >= 90 && code <= 97) {
      style.colour = code - 90 + 8;
    } else if (code === 39) {
      style.colour = null;
    } else if (code === 38) {
      // 256 colours or a full colour: only the first sixteen have a place here.
      const named = codes[index + 1] === 5 ? codes[index + 2] : null;
      style.colour = named !== null && named < 16 ? named : null;
      index += codes[index + 1] === 5 ? 2 : 4;
    }
  }
}
