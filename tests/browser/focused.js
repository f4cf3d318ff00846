// Where the keyboard's focus is, and whether it can be seen: null when it is on no part of the page.
() => {
  const at = document.activeElement;
  if (!at || at === document.body || at === document.documentElement) return null;
  const box = at.getBoundingClientRect();
  const style = getComputedStyle(at);
  const label = at.labels?.[0];
  const reach = (parseFloat(style.outlineWidth) || 0) + (parseFloat(style.outlineOffset) || 0);
  // The cover of press.js takes presses for a moment, but nothing is drawn of it.
  const [middle] = document.elementsFromPoint(box.x + box.width / 2, box.y + box.height / 2)
    .filter((element) => !element.matches('.press-cover'));

  const read = (colour) => colour.match(/[\d.]+/g).map(Number);
  const light = (colour) => read(colour).slice(0, 3).map((part) => part / 255)
    .map((share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);
  let behind = style.outlineOffset.startsWith('-') ? at : at.parentElement; // a ring inside lies on the control itself
  const ground = () => getComputedStyle(behind).backgroundColor;
  while (behind.parentElement && read(ground())[3] === 0) behind = behind.parentElement;
  const both = [light(style.outlineColor), light(ground())];

  return {
    stop: at.type === 'radio' ? at.name : at.outerHTML.slice(0, 120),
    ring: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
    contrast: (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05),
    inView: box.left >= reach && box.right <= innerWidth - reach
      && (box.height + 2 * reach > innerHeight || (box.top >= reach && box.bottom <= innerHeight - reach)),
    uncovered: Boolean(middle) && (at.contains(middle) || middle.contains(at) || Boolean(label?.contains(middle))),
    hidden: at.closest('[hidden]') !== null,
  };
}
