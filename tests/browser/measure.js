// Everything the tests need to know about the page as it stands, measured in the browser in one go.
() => {
  const CONTROLS = 'a[href], button, input:not([type="hidden"]), select, textarea, summary, [tabindex]:not([tabindex="-1"])';
  const words = (text) => text.replace(/\s+/g, ' ').trim();
  const wide = document.documentElement.clientWidth;

  const once = (work) => {
    const known = new Map();
    return (element) => {
      if (!known.has(element)) known.set(element, work(element));
      return known.get(element);
    };
  };

  // ---- what a person sees
  const hiddenFromEyes = once((element) => element !== null // the .hidden words for screen readers
    && (getComputedStyle(element).clipPath !== 'none' || hiddenFromEyes(element.parentElement)));
  const shown = once((element) => {
    const box = element.getBoundingClientRect();
    return element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
      && box.width > 1 && box.height > 1 && box.right > 0; // the skip link waits left of the page
  });
  const textNodes = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      if (words(walker.currentNode.data) && shown(parent) && !hiddenFromEyes(parent)) found.push(walker.currentNode);
    }
    return found;
  };
  const visibleWords = (element) => words(textNodes(element).map((node) => node.data).join(' '));
  const round = (box) => ({
    left: box.left + scrollX, top: box.top + scrollY, right: box.right + scrollX, bottom: box.bottom + scrollY,
    width: box.width, height: box.height,
  });
  // The whole label of a tick or radio acts, not only its box.
  const target = (control) => (['checkbox', 'radio'].includes(control.type) && control.labels[0]) || control;
  const describe = (element) =>
    `${element.tagName.toLowerCase()}${element.id ? '#' + element.id : ''} "${visibleWords(element).slice(0, 40)}"`;

  // ---- colours
  const read = (colour) => {
    const [red, green, blue, alpha = 1] = colour.match(/[\d.]+/g).map(Number);
    return { red, green, blue, alpha };
  };
  const over = (top, below) => ({
    red: top.red * top.alpha + below.red * (1 - top.alpha),
    green: top.green * top.alpha + below.green * (1 - top.alpha),
    blue: top.blue * top.alpha + below.blue * (1 - top.alpha),
    alpha: 1,
  });
  const white = { red: 255, green: 255, blue: 255, alpha: 1 };
  const canvas = over(read(getComputedStyle(document.body).backgroundColor), white);
  const background = once((element) => {
    if (element === null) return canvas;
    const own = read(getComputedStyle(element).backgroundColor);
    return own.alpha === 1 ? own : over(own, background(element.parentElement));
  });
  const light = ({ red, green, blue }) => {
    const [r, g, b] = [red, green, blue].map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [more, less] = [light(one), light(other)].sort((a, b) => b - a);
    return (more + 0.05) / (less + 0.05);
  };

  const texts = textNodes(document.body).map((node) => {
    const parent = node.parentElement;
    const behind = background(parent);
    return {
      text: words(node.data).slice(0, 60),
      contrast: contrast(over(read(getComputedStyle(parent).color), behind), behind),
      size: parseFloat(getComputedStyle(parent).fontSize),
    };
  });

  // How a control stands out from what is around it: by its edge, by its ground, or as underlined words.
  const edge = (element) => {
    const style = getComputedStyle(element);
    const outside = background(element.parentElement);
    const borders = ['Top', 'Right', 'Bottom', 'Left']
      .filter((side) => parseFloat(style[`border${side}Width`]) > 0 && style[`border${side}Style`] !== 'none')
      .map((side) => contrast(over(read(style[`border${side}Color`]), outside), outside));
    return {
      border: borders.length === 4 ? Math.min(...borders) : 0,
      ground: contrast(background(element), outside),
      underlined: style.textDecorationLine.includes('underline'),
    };
  };

  // ---- controls
  const inSentence = (control) => {
    if (!['inline', 'inline-block'].includes(getComputedStyle(control).display)) return false;
    const around = visibleWords(control.parentElement).length;
    return control.tagName === 'A' && around > visibleWords(control).length;
  };
  const all = [...document.querySelectorAll(CONTROLS)];
  all.forEach((control, number) => control.setAttribute('data-measured', number));
  const controls = all.map((control, number) => ({ control, number })).filter(({ control }) => shown(target(control)))
    .map(({ control, number }) => {
      const whole = target(control);
      const inside = textNodes(whole).map((node) => {
        const range = document.createRange();
        range.selectNodeContents(node);
        return range.getBoundingClientRect();
      });
      const box = whole.getBoundingClientRect();
      return {
        number,
        what: describe(whole),
        tag: control.tagName.toLowerCase(),
        type: control.type ?? '',
        href: control.getAttribute('href'),
        name: control.getAttribute('name'),
        value: control.getAttribute('value'),
        classes: [...whole.classList],
        words: visibleWords(control.labels?.[0] ?? control),
        box: round(box),
        inSentence: inSentence(control),
        inMain: Boolean(control.closest('main')),
        edge: edge(whole),
        spills: control.tagName !== 'TEXTAREA' && inside.some((text) => text.left < box.left - 1 || text.right > box.right + 1
          || text.top < box.top - 1 || text.bottom > box.bottom + 1),
      };
    });

  // ---- room
  const elements = [...document.body.querySelectorAll('*')].filter((element) => shown(element) && !hiddenFromEyes(element));
  const sideways = elements.filter((element) => {
    const box = element.getBoundingClientRect();
    return box.right > wide + 1 || box.left < -1;
  }).map(describe);
  const clipped = elements.filter((element) =>
    getComputedStyle(element).overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1).map(describe);
  // The name of an area of the drawing stands beside it, and the drawing is not squashed.
  const drawing = document.querySelector('.zones svg');
  const overPicture = drawing && drawing.getClientRects().length ? [...document.querySelectorAll('.zone')].filter((zone) => {
    const drawn = drawing.getBoundingClientRect();
    return ['span', 'input'].some((part) => zone.querySelector(part).getBoundingClientRect().left < drawn.right)
      || drawing.getAttribute('preserveAspectRatio') === 'none';
  }).map(describe) : [];

  const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
  const boxOf = (selector) => {
    const element = document.querySelector(selector);
    return element ? round(element.getBoundingClientRect()) : null;
  };
  return {
    title: document.title,
    kinds: [...new Set([...document.querySelectorAll('body, body *')].flatMap((element) => [
      element.localName === 'input' ? `input of type ${element.type}` : element.localName,
      ...[...element.classList].map((name) => `.${name}`),
    ]))],
    lang: document.documentElement.lang,
    h1: [...document.querySelectorAll('h1')].map((heading) => words(heading.textContent)),
    headings: [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map((heading) => Number(heading.tagName[1])),
    headingSizes: [...document.querySelectorAll('h1,h2,h3')].filter(shown)
      .map((heading) => [heading.tagName, parseFloat(getComputedStyle(heading).fontSize)]),
    summary: document.querySelector('.error-summary') !== null,
    main: document.querySelectorAll('main').length,
    doubledIds: ids.filter((id, place) => ids.indexOf(id) !== place),
    words: visibleWords(document.body),
    ground: contrast(canvas, white),
    texts,
    controls,
    width: document.documentElement.scrollWidth,
    room: wide,
    sideways,
    clipped,
    overPicture,
    help: boxOf('header a[href="/help-now"]'),
    back: boxOf('.back a'),
    moving: elements.filter((element) => ['', '::before', '::after'].some((part) => {
      const style = getComputedStyle(element, part || null);
      return style.animationName !== 'none' || style.transitionDuration.split(', ').some((time) => time !== '0s');
    })).map(describe),
    scroll: getComputedStyle(document.documentElement).scrollBehavior,
    hints: [...document.querySelectorAll('[title]:not(title)')].map(describe),
  };
}
