// The QR code holds the summary code behind the # of this page's address, where no server and no log sees it.
// This puts it into the field and takes it out of the address bar. Without script, people type or paste it.
(() => {
  const form = document.querySelector("[data-open]");
  const take = () => {
    const code = location.hash.slice(1);
    // Shorter or known names are places on this page, like the skip link's.
    if (!/^[0-9a-z-]{6,60}$/i.test(code) || document.getElementById(code)) return;
    history.replaceState(null, "", location.pathname + location.search);
    form.elements.code.value = code;
    // Answers that are here already are replaced only by the person's own press of the button.
    if (form.dataset.open === "go") form.requestSubmit();
    else form.querySelector("button").focus();
  };
  addEventListener("hashchange", take);
  take();
})();
