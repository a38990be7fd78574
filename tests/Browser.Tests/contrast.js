// Finds visible text whose contrast is below WCAG 2 level AA, and says what and where.
() => {
  // Computed colours are rgb(r, g, b), rgba(r, g, b, a) or, where the page mixes colours, color(srgb r g b / a) with parts of one.
  const rgba = (colour) => {
    const [, space, parts] = /^(rgba?|color)\((?:srgb )?([\d.e,/ -]+)\)$/.exec(colour);
    const [red, green, blue, alpha = 1] = parts.match(/[\d.e-]+/g).map(Number);
    return [...[red, green, blue].map((value) => (space === 'color' ? value * 255 : value)), alpha];
  };
  const over = (top, below) => top.slice(0, 3).map((value, i) => value * top[3] + below[i] * (1 - top[3]));
  const background = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      layers.unshift(rgba(getComputedStyle(at).backgroundColor));
    }
    return layers.reduce((below, layer) => over(layer, below), [255, 255, 255]);
  };
  const luminance = (colour) => {
    const [red, green, blue] = colour.map((value) => value / 255).map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ratio = (a, b) => {
    const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };

  const faults = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim();
    const element = walker.currentNode.parentElement;
    if (!text || !element.checkVisibility({ visibilityProperty: true }) || element.closest('.visually-hidden, script, style, option, :disabled')) {
      continue;
    }

    const style = getComputedStyle(element);
    const below = background(element);
    const colour = over(rgba(element instanceof SVGElement ? style.fill : style.color), below);
    const size = Number.parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const found = ratio(colour, below);
    if (found < (isLarge ? 3 : 4.5)) {
      faults.push(`“${text.slice(0, 40)}” in ${element.tagName.toLowerCase()}.${element.getAttribute('class')}: ${found.toFixed(2)}`);
    }
  }

  return faults;
}
