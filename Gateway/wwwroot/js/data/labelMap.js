/**
 * Reads a label map as people type it: a line for each label, "0 = お", or a JSON object.
 * @param {string} text
 * @returns {{map: Record<string, string>} | {fault: string}}
 */
export function readLabelMap(text) {
  const trimmed = text.trim();
  return trimmed.startsWith('{') ? readJson(trimmed) : readLines(trimmed);
}

function readJson(text) {
  try {
    const map = JSON.parse(text);
    return Object.values(map).every((label) => typeof label === 'string') ? { map } : { fault: 'Every label of the label map must be a text.' };
  } catch {
    return { fault: 'The label map looks like JSON but is not valid.' };
  }
}

function readLines(text) {
  const map = {};
  for (const line of text.split('\n').map((one) => one.trim()).filter(Boolean)) {
    const at = line.indexOf('=');
    const from = line.slice(0, at).trim();
    const to = line.slice(at + 1).trim();
    if (at < 0 || !from || !to) {
      return { fault: `“${line}” in the label map is not of the form “0 = zero”.` };
    }

    map[from] = to;
  }

  return { map };
}
